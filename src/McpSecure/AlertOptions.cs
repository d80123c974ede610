namespace McpSecure;

/// <summary>When the server says that somebody should look at its traffic.</summary>
/// <remarks>
/// What is usual for a caller is learned while he is <em>learning</em>: on his first <see cref="LearningDays"/> days and <see cref="LearningCalls"/> calls the rules that compare
/// him with himself keep still; those with absolute bounds do not. All of it is kept in memory, in each process, and begins anew when it starts.
/// </remarks>
public sealed class AlertOptions
{
    /// <summary>Gets or sets whether anything is watched at all.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets the rules that are switched on or off, by name.</summary>
    /// <value>
    /// Empty by default: <c>failure_rate</c>, <c>refusal_rate</c>, <c>call_rate</c>, <c>unknown_tools</c>, <c>first_use</c>, <c>outside_hours</c> and
    /// <c>journal_failure</c> are on, <c>enumeration</c> and <c>argument_shape</c> are off: they look at arguments, and cost time with their size.
    /// </value>
    public IDictionary<string, bool> Rules { get; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>Gets or sets for how long a rule keeps still about the same caller, or the same tool, after an alert. What it finds meanwhile is counted and told with the next.</summary>
    /// <value>Seconds, from 60 to 604,800. The default is 3,600.</value>
    public int CoolDownSeconds { get; set; } = 3600;

    /// <summary>Gets or sets how many alerts each rule may raise within an hour, whoever they are about. The last quarter is for what was not told yet in that hour. The first beyond is told as <c>alert_storm</c>.</summary>
    /// <value>From 1 to 10,000. The default is 20. Failures of the journal are told whatever else there is.</value>
    public int AlertsPerHour { get; set; } = 20;

    /// <summary>Gets or sets on how many different days (UTC) a caller has to have called before it is known what is usual for him.</summary>
    /// <value>From 1 to 60. The default is 5.</value>
    public int LearningDays { get; set; } = 5;

    /// <summary>Gets or sets how many calls a caller has to have made before it is known what is usual for him.</summary>
    /// <value>From 1 to 1,000,000. The default is 50.</value>
    public int LearningCalls { get; set; } = 50;

    /// <summary>Gets or sets the share of his calls that a caller may have refused, whatever was usual (<c>refusal_rate</c>).</summary>
    /// <value>Per cent, from 1 to 99. The default is 50, which the lower bound of a 99 % confidence interval has to pass.</value>
    public int RefusalPercent { get; set; } = 50;

    /// <summary>Gets or sets how many refusals within about a minute there have to be (<c>refusal_rate</c>); within about an hour, four times as many. Of five times as many within a minute, and sixty times within an hour, a fifth of <see cref="RefusalPercent"/> is too much.</summary>
    /// <value>From 1 to 100,000. The default is 12.</value>
    public int Refusals { get; set; } = 12;

    /// <summary>Gets or sets the share of the calls of a tool that may fail, whatever was usual (<c>failure_rate</c>).</summary>
    /// <value>Per cent, from 1 to 99. The default is 50, which the lower bound of a 99 % confidence interval has to pass.</value>
    public int FailurePercent { get; set; } = 50;

    /// <summary>Gets or sets how many failures of a tool within about an hour there have to be (<c>failure_rate</c>).</summary>
    /// <value>From 1 to 100,000. The default is 20.</value>
    public int Failures { get; set; } = 20;

    /// <summary>Gets or sets for how long a tool has to fail like that: a deployment may break one for some minutes (<c>failure_rate</c>).</summary>
    /// <value>Seconds, from 0 to 86,400. The default is 300.</value>
    public int FailureSeconds { get; set; } = 300;

    /// <summary>Gets or sets how many calls a minute are never too many (<c>call_rate</c>); within an hour, twelve times as many.</summary>
    /// <value>From 1 to 1,000,000. The default is 120.</value>
    public int CallsPerMinute { get; set; } = 120;

    /// <summary>Gets or sets how many times as often as on his busiest days a caller may call (<c>call_rate</c>), and how many times as many values he may ask for (<c>enumeration</c>).</summary>
    /// <value>From 2 to 100. The default is 3. What is usual at most doubles from one day to the next.</value>
    public int Factor { get; set; } = 3;

    /// <summary>Gets or sets how many tools, prompts and resources that do not exist for him a caller may ask for within about ten minutes (<c>unknown_tools</c>).</summary>
    /// <value>From 1 to 100,000. The default is 10.</value>
    public int UnknownTools { get; set; } = 10;

    /// <summary>Gets or sets how many different values of arguments within an hour are never too many (<c>enumeration</c>).</summary>
    /// <value>From 10 to 1,000,000. The default is 300. They are counted to about 7 %.</value>
    public int DistinctValues { get; set; } = 300;

    /// <summary>Gets or sets how unlike all earlier values of the same argument one may be (<c>argument_shape</c>).</summary>
    /// <value>
    /// The negative logarithm of how probable its type, its length and the kinds of its characters are, from 5 to 100. The default is 14: one in a million.
    /// </value>
    public int Surprise { get; set; } = 14;

    /// <summary>Gets when callers are expected, by role (<c>outside_hours</c>); <c>*</c> holds for those of whose roles none has an entry.</summary>
    /// <value>Empty by default: always. Of several roles with entries, one that is expected is enough.</value>
    public IDictionary<string, AlertHoursOptions> Hours { get; } = new Dictionary<string, AlertHoursOptions>(StringComparer.Ordinal);
}

namespace McpSecure;

/// <summary>When the callers in a role are expected, by weekday and by the clock on a wall in some place.</summary>
/// <remarks>
/// A day takes windows such as <c>08:00-18:00</c> or <c>08:00-12:00, 13:00-17:30</c>, the end excluded, <c>24:00</c> being the end of the day. One that
/// ends before it begins, such as <c>22:00-06:00</c>, goes on into the next day. A day that is left out is closed. Where clocks are set forward or back, the
/// clock counts: an hour that comes twice is twice inside, or twice outside.
/// </remarks>
public sealed class AlertHoursOptions
{
    /// <summary>Gets or sets whose clock it is.</summary>
    /// <value>An IANA or Windows time zone id, such as <c>Europe/Berlin</c>. The default is <c>UTC</c>.</value>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Gets or sets the windows of Monday.</summary>
    /// <value>The default is <see langword="null"/>: closed.</value>
    public string? Monday { get; set; }

    /// <summary>Gets or sets the windows of Tuesday.</summary>
    /// <value>The default is <see langword="null"/>: closed.</value>
    public string? Tuesday { get; set; }

    /// <summary>Gets or sets the windows of Wednesday.</summary>
    /// <value>The default is <see langword="null"/>: closed.</value>
    public string? Wednesday { get; set; }

    /// <summary>Gets or sets the windows of Thursday.</summary>
    /// <value>The default is <see langword="null"/>: closed.</value>
    public string? Thursday { get; set; }

    /// <summary>Gets or sets the windows of Friday.</summary>
    /// <value>The default is <see langword="null"/>: closed.</value>
    public string? Friday { get; set; }

    /// <summary>Gets or sets the windows of Saturday.</summary>
    /// <value>The default is <see langword="null"/>: closed.</value>
    public string? Saturday { get; set; }

    /// <summary>Gets or sets the windows of Sunday.</summary>
    /// <value>The default is <see langword="null"/>: closed.</value>
    public string? Sunday { get; set; }
}

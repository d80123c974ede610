namespace McpSecure;

/// <summary>How a person is asked.</summary>
public sealed class ApprovalOptions
{
    /// <summary>The longest time to wait for a person, one day: what was sealed is then opened by no key any more.</summary>
    internal const int MostSeconds = 24 * 60 * 60;

    /// <summary>Gets or sets how long a person has to answer. Later answers are refused, and the client has to call again.</summary>
    /// <value>
    /// Seconds, from 1 to 86,400. The default is <see langword="null"/>; for the server, 300. It is also how long a tool waits that asks for input itself.
    /// </value>
    public int? TimeoutSeconds { get; set; }
}

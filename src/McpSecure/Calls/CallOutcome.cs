namespace McpSecure.Calls;

/// <summary>How a message ended, for the records and for those who watch the traffic. The names are the values of <c>mcpsecure.outcome</c>.</summary>
internal enum CallOutcome : byte
{
    /// <summary>Nothing said how it ended: an exception of the server's own.</summary>
    Failed = 0,

    /// <summary>It ran and answered.</summary>
    Completed = 1,

    /// <summary>The tool ran and reported an error.</summary>
    ToolError = 2,

    /// <summary>A guard refused it. Nothing of the author's ran.</summary>
    Refused = 3,

    /// <summary>The client gave up, or the server stopped.</summary>
    Cancelled = 4,

    /// <summary>It waits for input from the client.</summary>
    Suspended = 5,

    /// <summary>Something answered without reaching the guarded code: a filter of the application.</summary>
    Bypassed = 6,

    /// <summary>The SDK rejected it before McpSecure could see it.</summary>
    Rejected = 7,

    /// <summary>The tool ran, and its result did not leave.</summary>
    Withheld = 8,
}

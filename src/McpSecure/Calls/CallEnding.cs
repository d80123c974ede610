namespace McpSecure.Calls;

/// <summary>How a message ended, for those who watch the traffic.</summary>
internal enum CallEnding
{
    /// <summary>An exception ended it.</summary>
    Failed = 0,

    /// <summary>It ran and answered.</summary>
    Completed = 1,

    /// <summary>The tool ran and reported an error.</summary>
    ToolError = 2,

    /// <summary>A guard refused it.</summary>
    Refused = 3,

    /// <summary>The client gave up, or the server stopped.</summary>
    Cancelled = 4,

    /// <summary>It waits for input from the client.</summary>
    Suspended = 5,

    /// <summary>Something of the application answered in place of the guarded code.</summary>
    Bypassed = 6,

    /// <summary>It was turned away before any guard could see it.</summary>
    Rejected = 7,

    /// <summary>The tool ran, and its result did not leave.</summary>
    Withheld = 8,
}

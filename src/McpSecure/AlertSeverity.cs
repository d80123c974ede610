namespace McpSecure;

/// <summary>How soon somebody should look at an <see cref="Alert"/>.</summary>
public enum AlertSeverity
{
    /// <summary>Worth knowing: it may well be in order.</summary>
    Information = 0,

    /// <summary>Somebody should look at it today.</summary>
    Warning = 1,

    /// <summary>Somebody should look at it now.</summary>
    Error = 2,
}

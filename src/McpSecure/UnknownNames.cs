namespace McpSecure;

/// <summary>What happens when the policy names a tool or prompt that the server does not have.</summary>
public enum UnknownNames
{
    /// <summary>The server does not start. The default, except where custom handlers make the names unknowable.</summary>
    Refuse = 0,

    /// <summary>The start-up log warns. A <see cref="Access.Deny"/> for the name still binds, whatever its case.</summary>
    Warn = 1,
}

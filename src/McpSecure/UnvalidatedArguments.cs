namespace McpSecure;

/// <summary>What happens to calls of a tool that has no schema, because only a custom handler knows it.</summary>
public enum UnvalidatedArguments
{
    /// <summary>They are refused. The default.</summary>
    Refuse = 0,

    /// <summary>They run: the handler checks its arguments itself.</summary>
    Allow = 1,
}

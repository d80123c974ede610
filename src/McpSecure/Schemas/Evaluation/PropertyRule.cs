namespace McpSecure.Schemas.Evaluation;

/// <summary>What is known of a member by its name.</summary>
internal sealed class PropertyRule
{
    /// <summary>What the value has to be; <see langword="null"/> if nobody says.</summary>
    public SchemaNode? Node;

    /// <summary>What else it has to be, because patterns match its name.</summary>
    public SchemaNode[] Others = [];

    /// <summary>Whether the name itself is allowed.</summary>
    public bool IsAllowed = true;

    /// <summary>Whether <see cref="Node"/> is all there is to ask.</summary>
    public bool IsSimple;

    /// <summary>Whether <c>properties</c> names it: others are only spoken of, in <c>required</c> and its like.</summary>
    public bool IsDeclared;
}

using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Explaining;

/// <summary>Gathers the names that subschemas which look at the same value declare.</summary>
internal sealed class DeclaredNames
{
    private readonly HashSet<SchemaNode> _seen = [];

    /// <summary>Gets the names.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets a value indicating whether any of them speaks of names that it does not declare.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Adds those that a subschema itself declares; <see langword="false"/> if it is among them already.</summary>
    public bool Add(SchemaNode node)
    {
        if (!_seen.Add(node))
        {
            return false;
        }

        if (node.Objects is { } rules)
        {
            Names.UnionWith(rules.Declared);
            IsOpen |= rules.Patterns.Length > 0 || rules.Additional is not null || rules.HasDependents;
        }

        IsOpen |= node.Applicators is { If: not null } or { UnevaluatedProperties: not null } && _seen.Count > 1;
        return true;
    }
}

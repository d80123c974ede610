using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Explaining;

/// <summary>The names that a subschema, and those that look at the same value, declare.</summary>
internal static class DeclaredNames
{
    public static string[] Of(SchemaNode node)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Collect(node, names, []);
        return [.. names];
    }

    private static void Collect(SchemaNode node, HashSet<string> names, HashSet<SchemaNode> seen)
    {
        if (!seen.Add(node))
        {
            return;
        }

        if (node.Objects is { } rules)
        {
            names.UnionWith(rules.Declared);
        }

        if (node.Applicators is { } applicators)
        {
            foreach (var inner in applicators.References.Concat(applicators.AllOf).Concat(applicators.AnyOf?.All ?? []).Concat(applicators.OneOf?.All ?? []))
            {
                Collect(inner, names, seen);
            }
        }
    }
}

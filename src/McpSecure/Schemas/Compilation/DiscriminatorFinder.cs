using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>Finds the member that tells the subschemas of a choice apart.</summary>
internal static class DiscriminatorFinder
{
    // Each is compared with each.
    private const int MostApart = 16;

    public static Discriminator? Find(Choice choice)
    {
        var nodes = Array.FindAll(choice.All, node => (node.Types & JsonTypes.Object) != JsonTypes.None);
        var rules = Array.ConvertAll(nodes, node => (node.Target ?? node).Objects);
        if (nodes.Length < 2 || rules[0] is not { } first || Array.Exists(rules, one => one is null))
        {
            return null;
        }

        return first.Declared.Select(name => For(name, nodes, rules!)).FirstOrDefault(found => found is not null);
    }

    /// <summary>Finds members of which each subschema requires one that all others, being closed, refuse.</summary>
    public static MemberDiscriminator? FindMembers(Choice choice)
    {
        var nodes = Array.FindAll(choice.All, node => (node.Types & JsonTypes.Object) != JsonTypes.None);
        if (nodes.Length is < 2 or > MostApart)
        {
            return null;
        }

        var rules = Array.ConvertAll(nodes, node => (node.Target ?? node).Objects);
        if (Array.Exists(rules, one => one is not { IsClosed: true }))
        {
            return null;
        }

        var names = Array.ConvertAll(rules, one => OwnNameOf(one!, rules!));
        return Array.Exists(names, name => name is null) ? null : new MemberDiscriminator(new NameMap(names!), nodes);
    }

    private static string? OwnNameOf(ObjectRules rules, ObjectRules[] all)
    {
        var others = Array.FindAll(all, other => other != rules);
        return others.Length < all.Length - 1
            ? null
            : rules.Names.Names.Where((_, place) => Bits.Has(rules.Required, place)).FirstOrDefault(name => Array.TrueForAll(others, other => other.Names.Find(name) < 0));
    }

    private static Discriminator? For(string name, SchemaNode[] nodes, ObjectRules[] rules)
    {
        var constants = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        for (var index = 0; index < nodes.Length; index++)
        {
            if (ConstantsOf(name, rules[index]) is not { } values || !Array.TrueForAll(values, value => constants.TryAdd(value, nodes[index])))
            {
                return null;
            }
        }

        return new Discriminator(JsonText.Encode(name), new NameMap([.. constants.Keys]), [.. constants.Values]);
    }

    private static string[]? ConstantsOf(string name, ObjectRules rules)
    {
        var place = rules.Names.Find(name);
        if (place < 0 || !Bits.Has(rules.Required, place) || rules.Properties[place].Node is not { } node)
        {
            return null;
        }

        var property = node.Target ?? node;
        return (property.Const ?? property.Enum) is { Types: JsonTypes.String, Strings: { } strings } ? strings.Names : null;
    }
}

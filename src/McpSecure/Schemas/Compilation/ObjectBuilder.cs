using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>What a subschema says of objects, until all of it is known.</summary>
internal sealed class ObjectBuilder
{
    public int Least { get; set; }

    public int Most { get; set; } = int.MaxValue;

    public Dictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    public List<string> Required { get; } = [];

    public List<PatternRule> Patterns { get; } = [];

    public SchemaNode? Additional { get; set; }

    public SchemaNode? NameNode { get; set; }

    public List<(string Trigger, List<string> Required, string Keyword)> DependentRequired { get; } = [];

    public List<(string Trigger, SchemaNode Node)> DependentSchemas { get; } = [];

    public ObjectRules Build()
    {
        var names = AllNames();
        var map = new NameMap(names);
        ulong[] Set(IEnumerable<string> members) => SetOf(map, members, names.Length);
        return new ObjectRules
        {
            Least = Least,
            Most = Most,
            Names = map,
            Properties = Array.ConvertAll(names, RuleOf),
            Declared = Properties.Count == names.Length ? map.Names : [.. Properties.Keys],
            Required = Set(Required),
            DependentRequired = [.. DependentRequired.Select(dependent => new DependentNames(map.Find(dependent.Trigger), Set(dependent.Required), dependent.Keyword))],
            DependentSchemas = [.. DependentSchemas.Select(dependent => new DependentNode(map.Find(dependent.Trigger), dependent.Node))],
            HasDependents = DependentRequired.Count > 0 || DependentSchemas.Count > 0,
            Patterns = [.. Patterns],
            Additional = Additional,
            NameNode = NameNode,
        };
    }

    private static ulong[] SetOf(NameMap map, IEnumerable<string> members, int count)
    {
        var set = new ulong[Bits.Words(count)];
        foreach (var member in members)
        {
            Bits.Add(set, map.Find(member));
        }

        return set;
    }

    private string[] AllNames()
    {
        if (DependentRequired.Count == 0 && DependentSchemas.Count == 0 && Required.TrueForAll(Properties.ContainsKey))
        {
            return [.. Properties.Keys];
        }

        return Properties.Keys
            .Concat(Required)
            .Concat(DependentRequired.SelectMany(dependent => dependent.Required.Prepend(dependent.Trigger)))
            .Concat(DependentSchemas.Select(dependent => dependent.Trigger))
            .Distinct(StringComparer.Ordinal)
            .ToArray();
    }

    private PropertyRule RuleOf(string name)
    {
        var isDeclared = Properties.TryGetValue(name, out var node);
        var others = Patterns.Count == 0 ? [] : Patterns.Where(pattern => pattern.Pattern.IsMatch(name.AsSpan())).Select(pattern => pattern.Node).ToArray();
        return new PropertyRule
        {
            Node = isDeclared ? node : others.Length == 0 ? Additional : null,
            Others = others,
            IsDeclared = isDeclared,
        };
    }
}

using McpSecure.Schemas.Evaluation;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>What a subschema says of objects, until all of it is known.</summary>
internal sealed class ObjectBuilder
{
    // How many names, and how many words of a set of them, take as long as a subschema.
    private const int NamesPerWeight = 4;
    private const int WordsPerWeight = 16;

    public int Least { get; set; }

    public int Most { get; set; } = int.MaxValue;

    public Dictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    public List<string> Required { get; } = [];

    public List<PatternRule> Patterns { get; } = [];

    public SchemaNode? Additional { get; set; }

    public SchemaNode? NameNode { get; set; }

    public List<(string Trigger, List<string> Required, string Keyword)> DependentRequired { get; } = [];

    public List<(string Trigger, SchemaNode Node)> DependentSchemas { get; } = [];

    /// <returns>The rules, or <see langword="null"/> if they are more than the budget allows.</returns>
    public ObjectRules? Build(SchemaCompiler compiler)
    {
        var names = AllNames();
        var words = Bits.Words(names.Length);
        compiler.TryAdd((names.Length - Properties.Count) / NamesPerWeight);
        if (!compiler.TryAdd((long)DependentRequired.Count * words / WordsPerWeight))
        {
            return null;
        }

        var map = new NameMap(names);
        ulong[] Set(IEnumerable<string> members) => SetOf(map, members, names.Length);
        return new ObjectRules
        {
            Least = Least,
            Most = Most,
            Names = map,
            Properties = RulesOf(names, compiler),
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

    private PropertyRule[] RulesOf(string[] names, SchemaCompiler compiler)
    {
        var rules = new PropertyRule[names.Length];
        var run = compiler.RunForNames();
        for (var place = 0; place < names.Length; place++)
        {
            rules[place] = RuleOf(names[place], Patterns.Count == 0 ? [] : Matching(names[place], ref run));
        }

        compiler.AddRun(run);
        return rules;
    }

    private SchemaNode[] Matching(string name, ref Run run)
    {
        var nodes = new List<SchemaNode>();
        foreach (var pattern in Patterns)
        {
            if (run.Pay(name.Length, pattern.Pattern.Cost) && pattern.Pattern.IsMatch(name.AsSpan()))
            {
                nodes.Add(pattern.Node);
            }
        }

        return [.. nodes];
    }

    private PropertyRule RuleOf(string name, SchemaNode[] others)
    {
        var isDeclared = Properties.TryGetValue(name, out var node);
        return new PropertyRule
        {
            Node = isDeclared ? node : others.Length == 0 ? Additional : null,
            Others = others,
            IsDeclared = isDeclared,
        };
    }
}

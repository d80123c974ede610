using System.Text.Json;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Compilation;

/// <summary>Compiles a schema, subschema by subschema. None waits for another, so that no schema goes deep here.</summary>
internal sealed class SchemaCompiler
{
    private const int WeightOfPattern = 30;

    // How many steps of compiling a pattern, and how many visits of a name, take as long as a subschema.
    private const int StepsPerWeight = 150;
    private const int VisitsPerWeight = 20;

    private readonly Dictionary<(int Document, int Offset, int Scope), SchemaNode> _nodes = [];
    private readonly Queue<SubschemaBuilder> _waiting = [];
    private readonly HashSet<string> _patterns = new(StringComparer.Ordinal);
    private SchemaDocument? _document;
    private long _weight;

    public SchemaCompiler(SchemaCompileOptions options)
    {
        Options = options;
        Documents = new SchemaDocuments(options, Problems);
    }

    public SchemaCompileOptions Options { get; }

    public Problems Problems { get; } = new();

    public FactsCollector Facts { get; } = new();

    public SchemaDocuments Documents { get; }

    /// <summary>Gets what has been compiled, in subschemas and what takes as long.</summary>
    public long Weight => _weight;

    /// <summary>Gets the subschemas, and where they are.</summary>
    public List<(SchemaNode Node, Place Place)> Compiled { get; } = [];

    /// <exception cref="SchemaException">The schema cannot be enforced.</exception>
    public (SchemaNode Root, SchemaFacts Facts) Compile(JsonElement schema)
    {
        var resource = Documents.Open(schema);
        if (resource is null)
        {
            Problems.ThrowIfAny();
        }

        _document = resource!.Document;
        var root = NodeFor(resource.Root, DynamicScope.Empty(), Role.Value, depth: 1);
        while (_weight <= Options.MaxSubschemas && !Problems.IsFull && _waiting.TryDequeue(out var builder))
        {
            builder.Read();
        }

        if (_weight > Options.MaxSubschemas)
        {
            ReportWeight();
        }

        InPlaceGraph.Finish(this);
        Problems.ThrowIfAny();
        FinishObjects();
        if (_weight > Options.MaxSubschemas)
        {
            ReportWeight();
        }

        FindDiscriminators();
        return (root, Facts.ToFacts(resource.Dialect.Name));
    }

    /// <summary>Whether a resource is compiled with everything in it, needed or not.</summary>
    public bool IsWhole(SchemaResource resource) => resource.Document == _document;

    /// <summary>The node of a subschema, which may still have to be read.</summary>
    public SchemaNode NodeFor(SchemaLocation location, DynamicScope scope, Role role, int depth)
    {
        scope = scope.Enter(location.Resource);
        var document = location.Resource.Document;
        var key = (document.Number, document.OffsetOf(location.Element), scope.Number);
        if (!_nodes.TryGetValue(key, out var node))
        {
            node = new SchemaNode();
            _nodes.Add(key, node);
            Compiled.Add((node, location.Place));
            if (IsWithinBudget(location.Place, depth))
            {
                _waiting.Enqueue(new SubschemaBuilder(this, node, location, scope, role, depth));
            }
        }

        if (role == Role.Value)
        {
            Facts.AddValue(node, location.Place);
        }

        return node;
    }

    private void FinishObjects()
    {
        foreach (var (node, _) in Compiled)
        {
            if (node.Objects is { } rules)
            {
                var run = RunForNames();
                NodeFinisher.FinishObjects(rules, ref run);
                AddRun(run);
            }
        }
    }

    private void ReportWeight()
    {
        Problems.Add(Place.Root, string.Empty, $"There are more than {Options.MaxSubschemas} subschemas, a pattern counting as {WeightOfPattern} and more, and names for what is asked of each. Use fewer, or raise {nameof(Options.MaxSubschemas)}.");
        Problems.ThrowIfAny();
    }

    // What is in the choices has to be finished.
    private void FindDiscriminators()
    {
        foreach (var (node, _) in Compiled)
        {
            foreach (var choice in node.Applicators is null ? [] : new[] { node.Applicators.AnyOf, node.Applicators.OneOf })
            {
                if (choice is not null)
                {
                    choice.Discriminator = DiscriminatorFinder.Find(choice);
                    choice.MemberDiscriminator = choice.Discriminator is null ? DiscriminatorFinder.FindMembers(choice) : null;
                }
            }
        }
    }

    /// <summary>Counts a pattern, each once; <see langword="false"/> if it is too much.</summary>
    public bool TryAddPattern(string text) => TryAdd(_patterns.Contains(text) ? 0 : WeightOfPattern);

    /// <summary>Counts what compiling a pattern costs, whether it has been compiled before or not.</summary>
    public void AddWork(string pattern, long steps) => TryAdd(_patterns.Add(pattern) ? steps / StepsPerWeight : 0);

    /// <summary>Counts what takes as long as some subschemas; <see langword="false"/> if it is too much.</summary>
    public bool TryAdd(long weight) => (_weight += weight) <= Options.MaxSubschemas;

    /// <summary>What may still be asked of the names that the schema declares.</summary>
    public Run RunForNames() => new((int)Math.Clamp((Options.MaxSubschemas - _weight) * VisitsPerWeight, 0, int.MaxValue));

    /// <summary>Counts what was asked of names.</summary>
    public void AddRun(in Run run) => TryAdd(run.IsExhausted ? 1L + Options.MaxSubschemas : run.Used / VisitsPerWeight);

    private bool IsWithinBudget(Place place, int depth)
    {
        if (depth > Options.MaxDepth)
        {
            Problems.Add(place, string.Empty, $"Subschemas nest deeper than {Options.MaxDepth} levels. Take some out into '$defs', or raise {nameof(Options.MaxDepth)}.");
            return false;
        }

        return ++_weight <= Options.MaxSubschemas;
    }
}

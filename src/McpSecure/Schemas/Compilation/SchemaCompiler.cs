using System.Text.Json;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Compilation;

/// <summary>Compiles a schema, subschema by subschema. None waits for another, so that no schema goes deep here.</summary>
internal sealed class SchemaCompiler
{
    private const int WeightOfPattern = 20;

    private readonly Dictionary<(int Document, int Offset, int Scope), SchemaNode> _nodes = [];
    private readonly Queue<SubschemaBuilder> _waiting = [];
    private SchemaDocument? _document;
    private int _weight;

    public SchemaCompiler(SchemaCompileOptions options)
    {
        Options = options;
        Documents = new SchemaDocuments(options, Problems);
    }

    public SchemaCompileOptions Options { get; }

    public Problems Problems { get; } = new();

    public FactsCollector Facts { get; } = new();

    public SchemaDocuments Documents { get; }

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
        while (_weight <= Options.MaxSubschemas && _waiting.TryDequeue(out var builder))
        {
            builder.Read();
        }

        if (_weight > Options.MaxSubschemas)
        {
            Problems.Add(Place.Root, string.Empty, $"There are more than {Options.MaxSubschemas} subschemas, a pattern counting as {WeightOfPattern}. Use fewer, or raise {nameof(Options.MaxSubschemas)}.");
            Problems.ThrowIfAny();
        }

        InPlaceGraph.Finish(this);
        Problems.ThrowIfAny();
        FinishObjects();
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
                NodeFinisher.FinishObjects(rules);
            }
        }
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

    /// <summary>Counts a pattern; <see langword="false"/> if it is too much.</summary>
    public bool TryAddPattern() => (_weight += WeightOfPattern) <= Options.MaxSubschemas;

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

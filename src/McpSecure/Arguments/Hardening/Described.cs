using McpSecure.Schemas;

namespace McpSecure.Arguments.Hardening;

/// <summary>What a subschema and everything it applies to the same place name: properties, and whether they speak of items or of any property.</summary>
internal sealed class Described(SchemaDialect dialect)
{
    /// <summary>Stands for the items of an array; no property name holds a NUL here, and if one does it is only treated with more care.</summary>
    public const string Items = "\0items";

    /// <summary>Stands for properties of any name.</summary>
    public const string AnyProperty = "\0any";

    private static readonly HashSet<string> Everything = new(StringComparer.Ordinal) { Items, AnyProperty };

    // Every two of them are compared.
    private const int MaxChoices = 64;

    private readonly Dictionary<SchemaPart, HashSet<string>> _known = [];
    private readonly Dictionary<SchemaPart, Piece[]> _pieces = [];

    /// <summary>The names that a subschema describes, pieces included.</summary>
    public HashSet<string> Of(SchemaPart part)
    {
        if (_known.TryGetValue(part, out var names))
        {
            return names;
        }

        names = Own(part);
        _known[part] = names; // before its pieces: a reference may lead back
        foreach (var piece in Pieces(part))
        {
            names.UnionWith(piece.Choices.SelectMany(Of));
            names.UnionWith(piece.Frozen.SelectMany(Of));
        }

        return names;
    }

    /// <summary>The names that a subschema itself describes.</summary>
    public HashSet<string> Own(SchemaPart part)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (part.LeadsOut)
        {
            names.UnionWith(Everything);
        }

        if (HasOnlyReference(part))
        {
            return names;
        }

        names.UnionWith(part.Of("properties").Select(property => property.Key!));
        if (SchemaKeywords.Items.Any(part.Has))
        {
            names.Add(Items);
        }

        if (SchemaKeywords.OtherProperties.Any(keyword => part.TryGet(keyword, out var value) && value.ValueKind != System.Text.Json.JsonValueKind.False))
        {
            names.Add(AnyProperty);
        }

        return names;
    }

    /// <summary>What else a subschema applies to the same place.</summary>
    public Piece[] Pieces(SchemaPart part)
    {
        if (!_pieces.TryGetValue(part, out var pieces))
        {
            _pieces[part] = pieces = [.. FindPieces(part)];
        }

        return pieces;
    }

    /// <summary>Whether a <c>$ref</c> makes everything beside it meaningless.</summary>
    public bool HasOnlyReference(SchemaPart part) => dialect == SchemaDialect.Draft7 && part.Has("$ref");

    /// <summary>Whether no value fits two of them.</summary>
    public static bool AreApart(SchemaPart[] choices) => choices.Length <= MaxChoices && Array.TrueForAll(choices, choice => IsAlone(choice, choices));

    private IEnumerable<Piece> FindPieces(SchemaPart part)
    {
        if (part.Target is { } target)
        {
            yield return new("$ref", [target], []);
        }

        if (HasOnlyReference(part))
        {
            yield break;
        }

        foreach (var keyword in SchemaKeywords.Conditions)
        {
            foreach (var condition in part.Of(keyword))
            {
                yield return new(keyword, [condition.Part], []);
            }
        }

        foreach (var test in part.Of("if"))
        {
            yield return new("if", [], [test.Part]);
        }

        if (part.Of("anyOf") is { Count: > 0 } any)
        {
            yield return new("anyOf", [.. any.Select(choice => choice.Part)], []);
        }

        if (part.Of("oneOf") is { Count: > 0 } one)
        {
            yield return OneOf([.. one.Select(choice => choice.Part)]);
        }
    }

    // A choice that excludes all others can be made stricter. Of two that overlap, a stricter one could let a value through that fits both.
    private static Piece OneOf(SchemaPart[] choices)
    {
        var alone = choices.Length <= MaxChoices ? Array.FindAll(choices, choice => IsAlone(choice, choices)) : [];
        return new("oneOf", alone, [.. choices.Except(alone)]);
    }

    private static bool IsAlone(SchemaPart choice, SchemaPart[] choices) =>
        Array.TrueForAll(choices, other => ReferenceEquals(other, choice) || SchemaTypes.AreDisjoint(choice, other));
}

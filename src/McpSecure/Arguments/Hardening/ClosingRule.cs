using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Arguments.Hardening;

/// <summary>Decides how an object schema that owns its place is closed, if at all.</summary>
internal sealed class ClosingRule(SchemaTree tree, Described described)
{
    private readonly Dictionary<SchemaPart, Said> _said = [];

    /// <summary>What a piece says about properties. The greater word wins where several have to hold.</summary>
    private enum Said
    {
        Nothing,

        /// <summary>One alternative names some, another takes any object.</summary>
        Mixed,
        Names,
        Open,
    }

    /// <summary>Decides it for one subschema.</summary>
    /// <returns>The pieces of it that are to be closed in its place, because nothing else in it says anything about properties.</returns>
    public SchemaPart[] Close(SchemaPart part, Piece[] pieces)
    {
        if (described.HasOnlyReference(part))
        {
            return Heirs(pieces);
        }

        if (SchemaKeywords.OtherProperties.Any(part.Has) || part.LeadsOut)
        {
            return [];
        }

        var hasNames = part.Has("properties");
        var said = SaidBy(pieces);
        if (hasNames && (said == Said.Nothing || IsSubset(pieces, part)))
        {
            part.Closing = Closing.AdditionalProperties;
        }
        else if (said == Said.Nothing)
        {
            part.Closing = pieces.Length == 0 && IsBareRoot(part) ? Closing.AdditionalProperties : Closing.None;
        }
        else if (!hasNames && Heirs(pieces) is { Length: > 0 } heirs)
        {
            return heirs;
        }
        else if (said == Said.Names || (said == Said.Mixed && hasNames))
        {
            part.Closing = Unevaluated(part, pieces);
        }

        return [];
    }

    /// <summary>Closes a subschema whose heirs turned out not to be its own: something else refers to them as well.</summary>
    public void CloseInstead(SchemaPart part)
    {
        var pieces = described.Pieces(part);
        if (!described.HasOnlyReference(part) && SaidBy(pieces) == Said.Names)
        {
            part.Closing = Unevaluated(part, pieces);
        }
    }

    private Closing Unevaluated(SchemaPart part, Piece[] pieces) =>
        tree.Dialect == SchemaDialect.Draft202012 && AreConditionsCovered(part, pieces) ? Closing.UnevaluatedProperties : Closing.None;

    private bool IsBareRoot(SchemaPart part) =>
        ReferenceEquals(part, tree.Root) && part.TryGet("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object");

    /// <summary>The alternatives of the one piece that says anything about objects, if no object fits two of them.</summary>
    private SchemaPart[] Heirs(Piece[] pieces)
    {
        Piece[] speaking = [.. pieces.Where(piece => SaidBy(piece) != Said.Nothing)];
        if (speaking is not [{ IsConditional: false, Frozen.Length: 0 } only])
        {
            return [];
        }

        SchemaPart[] objects = [.. only.Choices.Where(choice => SchemaTypes.Of(choice).HasFlag(TypeMask.Object))];
        return Described.AreApart(objects) ? objects : [];
    }

    private bool IsSubset(Piece[] pieces, SchemaPart part)
    {
        var own = part.Of("properties").Select(property => property.Key!).ToHashSet(StringComparer.Ordinal);
        own.Add(Described.Items);
        return pieces.All(piece => piece.Choices.Concat(piece.Frozen).All(choice => described.Of(choice).IsSubsetOf(own)));
    }

    /// <summary>
    /// What only a condition names is known only while the condition holds: <c>if</c> it does not, the property it looked at would count as
    /// unknown. So its names have to stand beside it as well.
    /// </summary>
    private bool AreConditionsCovered(SchemaPart part, Piece[] pieces)
    {
        var always = described.Own(part);
        always.UnionWith(pieces.Where(piece => !piece.IsConditional).SelectMany(piece => piece.Choices.Concat(piece.Frozen)).SelectMany(described.Of));
        return pieces.Where(piece => piece.Keyword is "if").SelectMany(piece => piece.Frozen).SelectMany(described.Of).All(always.Contains)
            && (always.Count > 0 || !Array.Exists(pieces, piece => piece.IsConditional));
    }

    private Said SaidBy(SchemaPart part)
    {
        if (_said.TryGetValue(part, out var said))
        {
            return said;
        }

        _said[part] = Said.Open; // what leads back to itself is not understood
        said = FindSaid(part);
        _said[part] = said;
        return said;
    }

    private Said FindSaid(SchemaPart part)
    {
        var isReference = described.HasOnlyReference(part);
        if (part.LeadsOut || (part.Has("patternProperties") && !isReference))
        {
            return Said.Open;
        }

        var own = !isReference && (part.Has("properties") || SchemaKeywords.OtherProperties.Any(part.Has)) ? Said.Names : Said.Nothing;
        return Greatest(described.Pieces(part).Select(SaidBy).Prepend(own));
    }

    private Said SaidBy(Piece[] pieces) => Greatest(pieces.Select(SaidBy));

    private Said SaidBy(Piece piece)
    {
        Said[] said =
        [
            .. piece.Choices.Concat(piece.Frozen)
                .Where(choice => SchemaTypes.Of(choice).HasFlag(TypeMask.Object))
                .Select(SaidBy),
        ];
        var greatest = Greatest(said);
        return greatest == Said.Names && piece.Keyword is ("anyOf" or "oneOf") && said.Contains(Said.Nothing) ? Said.Mixed : greatest;
    }

    private static Said Greatest(IEnumerable<Said> said) => said.Aggregate(Said.Nothing, (all, one) => one > all ? one : all);
}

namespace McpSecure.Arguments.Hardening;

/// <summary>Finds the subschemas that alone describe a place of an instance, and how each of them can say that there is nothing more.</summary>
internal sealed class Ownership
{
    private static readonly HashSet<string> Nothing = new(StringComparer.Ordinal);

    private readonly Stack<(SchemaPart Part, SchemaUse Use)> _open = [];
    private readonly Described _described;
    private readonly ClosingRule _rule;

    private Ownership(SchemaTree tree)
    {
        _described = new Described(tree.Dialect);
        _rule = new ClosingRule(tree, _described);
        Visit(tree.Root, SchemaUse.Owner);
        while (_open.TryPop(out var next))
        {
            Walk(next.Part, next.Use);
        }

        foreach (var part in tree.Parts.Where(part => Array.Exists(part.Heirs, heir => heir.Uses != SchemaUse.Owner)))
        {
            _rule.CloseInstead(part);
        }
    }

    /// <summary>Writes into every subschema how it is used, and how an owner is closed.</summary>
    public static void Mark(SchemaTree tree) => _ = new Ownership(tree);

    private void Visit(SchemaPart part, SchemaUse use)
    {
        if (!part.Uses.HasFlag(use))
        {
            part.Uses |= use;
            _open.Push((part, use));
        }
    }

    private void Walk(SchemaPart part, SchemaUse use)
    {
        switch (use)
        {
            case SchemaUse.Frozen:
                VisitAll(part, SchemaUse.Frozen);
                break;
            case SchemaUse.Shared:
                WalkShared(part);
                break;
            default:
                Describe(part, Nothing, use);
                break;
        }
    }

    private void VisitAll(SchemaPart part, SchemaUse use)
    {
        foreach (var (keyword, children) in part.Keywords)
        {
            if (!SchemaKeywords.Definitions.Contains(keyword))
            {
                VisitEach(children, use);
            }
        }

        if (part.Target is { } target)
        {
            Visit(target, use);
        }
    }

    private void VisitEach(IReadOnlyList<SchemaChild> children, SchemaUse use)
    {
        foreach (var child in children)
        {
            Visit(child.Part, use);
        }
    }

    private void WalkShared(SchemaPart part)
    {
        FreezeOpaque(part);
        foreach (var piece in _described.Pieces(part))
        {
            Array.ForEach(piece.Choices, choice => Visit(choice, SchemaUse.Shared));
            Array.ForEach(piece.Frozen, choice => Visit(choice, SchemaUse.Frozen));
        }

        if (!_described.HasOnlyReference(part))
        {
            foreach (var keyword in SchemaKeywords.Items.Concat(SchemaKeywords.OtherProperties).Append("properties"))
            {
                VisitEach(part.Of(keyword), SchemaUse.Shared);
            }
        }
    }

    private void FreezeOpaque(SchemaPart part)
    {
        foreach (var keyword in SchemaKeywords.Opaque)
        {
            VisitEach(part.Of(keyword), SchemaUse.Frozen);
        }
    }

    /// <summary>Goes through everything that describes one place, while it is known what else describes it.</summary>
    /// <remarks>What is outside are the names that others describe which have to hold as well.</remarks>
    private void Describe(SchemaPart part, HashSet<string> outside, SchemaUse use)
    {
        part.Uses |= use;
        FreezeOpaque(part);
        var pieces = _described.Pieces(part);
        VisitBelow(part, outside, pieces);
        if (use == SchemaUse.Owner)
        {
            part.Heirs = _rule.Close(part, pieces);
        }

        foreach (var piece in pieces)
        {
            Array.ForEach(piece.Frozen, choice => Visit(choice, SchemaUse.Frozen));
            var others = Others(part, outside, pieces, piece);
            foreach (var choice in piece.Choices)
            {
                var role = use == SchemaUse.Owner && part.Heirs.Contains(choice) ? SchemaUse.Owner : SchemaUse.Piece;
                if (piece.Keyword is not "$ref")
                {
                    Describe(choice, others, role);
                }
                else
                {
                    // What else describes the place depends on who refers to it: if anything does, nothing in it is its own.
                    Visit(choice, others.Count == 0 ? role : SchemaUse.Shared);
                }
            }
        }
    }

    private HashSet<string> Others(SchemaPart part, HashSet<string> outside, Piece[] pieces, Piece piece)
    {
        var own = _described.Own(part);
        if (pieces.Length == 1 && own.Count == 0)
        {
            return outside;
        }

        own.UnionWith(outside);
        foreach (var other in pieces)
        {
            if (!ReferenceEquals(other, piece))
            {
                own.UnionWith(NamesOf(other));
            }
        }

        return own;
    }

    private IEnumerable<string> NamesOf(Piece piece) => piece.Choices.Concat(piece.Frozen).SelectMany(_described.Of);

    private void VisitBelow(SchemaPart part, HashSet<string> outside, Piece[] pieces)
    {
        if (_described.HasOnlyReference(part))
        {
            return;
        }

        var others = outside;
        if (pieces.Length > 0)
        {
            others = [.. outside, .. pieces.SelectMany(NamesOf)];
        }

        var patterns = part.Of("patternProperties");
        var isAny = patterns.Count > 0 || others.Contains(Described.AnyProperty);
        foreach (var property in part.Of("properties"))
        {
            Visit(property.Part, isAny || others.Contains(property.Key!) ? SchemaUse.Shared : SchemaUse.Owner);
        }

        VisitEach(patterns, SchemaUse.Shared);
        var isShared = others.Any(name => name is not Described.Items);
        VisitEach(part.Of("additionalProperties"), isShared ? SchemaUse.Shared : SchemaUse.Owner);
        VisitEach(part.Of("unevaluatedProperties"), isShared ? SchemaUse.Shared : SchemaUse.Owner);
        foreach (var keyword in SchemaKeywords.Items)
        {
            VisitEach(part.Of(keyword), others.Contains(Described.Items) ? SchemaUse.Shared : SchemaUse.Owner);
        }
    }
}

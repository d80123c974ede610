namespace McpSecure.Arguments.Hardening;

/// <summary>Goes through a generated schema and the types it was made from side by side, and marks what the types can hold.</summary>
internal sealed class ClrMarks
{
    private readonly HashSet<(SchemaPart, ClrShape)> _seen = [];

    private ClrMarks()
    {
    }

    public static void Mark(SchemaTree tree, ClrShape arguments) => new ClrMarks().Visit(tree.Root, arguments);

    private void Visit(SchemaPart part, ClrShape shape)
    {
        if (ReferenceEquals(shape, ClrShape.Unknown) || !_seen.Add((part, shape)))
        {
            return;
        }

        Say(part, shape);
        if (part.Target is { } target)
        {
            Visit(target, shape);
        }

        foreach (var keyword in SchemaKeywords.Choices.Append("allOf"))
        {
            foreach (var choice in part.Of(keyword))
            {
                Visit(choice.Part, shape);
            }
        }

        foreach (var property in part.Of("properties"))
        {
            Visit(property.Part, shape.Members?.Of(property.Key!) ?? ClrShape.Unknown);
        }

        foreach (var item in part.Of("items").Concat(part.Of("additionalProperties")))
        {
            Visit(item.Part, shape.Element ?? ClrShape.Unknown);
        }
    }

    private static void Say(SchemaPart part, ClrShape shape)
    {
        part.Number = shape.Number;
        if (part.TypePattern is null && shape.Flags.Count > 0)
        {
            part.TypePattern = FlagsPattern.Of(shape.Flags);
        }

        part.Keys ??= shape.Keys;
        if (shape.IsTimeOfDay)
        {
            part.IsTimeOfDay = true;
            part.TypePattern ??= TimeOfDayPattern.Text;
        }
    }
}

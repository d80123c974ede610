namespace McpSecure.Schemas.Patterns;

/// <summary>What can be read off a tree.</summary>
internal static class PatternFacts
{
    /// <summary>How many steps a pattern has once its counts are written out.</summary>
    public static long Size(PatternNode node) => node switch
    {
        PatternNode.Sequence sequence => Sum(sequence.Parts),
        PatternNode.Choice choice => Sum(choice.Alternatives) + choice.Alternatives.Count,
        PatternNode.Repeat repeat => Times(1 + Size(repeat.Part), repeat.Maximum == PatternNode.Unbounded ? repeat.Minimum + 1L : repeat.Maximum),
        PatternNode.Capture capture => 1 + Size(capture.Part),
        PatternNode.LookAround look => 1 + Size(look.Part),
        _ => 1,
    };

    /// <summary>Does every match begin where the string begins, or end where it ends?</summary>
    public static bool IsBoundTo(Place place, PatternNode node) => node switch
    {
        PatternNode.Assertion assertion => assertion.Place == place,
        PatternNode.Choice choice => choice.Alternatives.All(alternative => IsBoundTo(place, alternative)),
        PatternNode.Capture capture => IsBoundTo(place, capture.Part),
        PatternNode.Repeat repeat => repeat.Minimum > 0 && IsBoundTo(place, repeat.Part),

        // Elsewhere in a sequence an anchor would do as well, but whoever wrote it there meant something else.
        PatternNode.Sequence { Parts.Count: > 0 } sequence => IsBoundTo(place, place == Place.Start ? sequence.Parts[0] : sequence.Parts[^1]),
        _ => false,
    };

    /// <summary>May it match nothing, successfully?</summary>
    public static bool IsNullable(PatternNode node) => node switch
    {
        PatternNode.Character => false,
        PatternNode.Sequence sequence => sequence.Parts.All(IsNullable),
        PatternNode.Choice choice => choice.Alternatives.Any(IsNullable),
        PatternNode.Repeat repeat => repeat.Minimum == 0 || IsNullable(repeat.Part),
        PatternNode.Capture capture => IsNullable(capture.Part),
        _ => true,
    };

    public static bool Has(PatternNode node, Func<PatternNode, bool> what) => what(node) || Children(node).Any(child => Has(child, what));

    public static IEnumerable<CodePoints> Sets(PatternNode node) =>
        node is PatternNode.Character character ? [character.Set] : Children(node).SelectMany(Sets);

    public static IEnumerable<PatternNode> Children(PatternNode node) => node switch
    {
        PatternNode.Sequence sequence => sequence.Parts,
        PatternNode.Choice choice => choice.Alternatives,
        PatternNode.Repeat repeat => [repeat.Part],
        PatternNode.Capture capture => [capture.Part],
        PatternNode.LookAround look => [look.Part],
        _ => [],
    };

    // Saturates: nobody compiles that much.
    private static long Times(long size, long count) => Math.Min(size, int.MaxValue) * Math.Max(count, 1) is var product && product > int.MaxValue ? int.MaxValue : product;

    private static long Sum(IReadOnlyList<PatternNode> nodes) => Math.Min(int.MaxValue, 1 + nodes.Sum(Size));
}

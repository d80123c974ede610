using McpSecure.Schemas;

namespace McpSecure.Inventory;

/// <summary>What a schema takes without a check, a sentence for each place.</summary>
internal static class OpenPlaces
{
    private const int Most = 100;

    public static string[] Of(SchemaFacts facts)
    {
        string[] all =
        [
            .. About("any value at", facts.OpaquePointers),
            .. About("unnamed properties at", facts.OpenObjectPointers),
            .. About("a match in part of the text at", facts.UnanchoredPatternPointers),
            .. About("a backtracking pattern at", facts.BacktrackingPointers),
            .. facts.IgnoredFormats.Select(format => $"the format {format} is not checked"),
        ];
        return all.Length <= Most ? all : [.. all.Take(Most), $"and {all.Length - Most} more"];
    }

    private static IEnumerable<string> About(string what, IEnumerable<string> pointers) =>
        pointers.Select(pointer => $"{what} {(pointer.Length == 0 ? "the root" : pointer)}");
}

using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>What a pattern means, as plainly as it can be said: from each place, all the places it can lead to. Slow, and right by inspection.</summary>
internal static class Meaning
{
    public static bool IsMatch(PatternNode pattern, string text)
    {
        var characters = CodePointsOf(text);
        return Enumerable.Range(0, characters.Length + 1).Any(start => Ends(pattern, characters, start).Count > 0);
    }

    private static HashSet<int> Ends(PatternNode node, int[] text, int start) => node switch
    {
        PatternNode.Character character => start < text.Length && character.Set.Contains(text[start]) ? [start + 1] : [],
        PatternNode.Assertion assertion => Holds(assertion.Place, text, start) ? [start] : [],
        PatternNode.Sequence sequence => sequence.Parts.Aggregate(new HashSet<int> { start }, (places, part) => Next(part, text, places)),
        PatternNode.Choice choice => [.. choice.Alternatives.SelectMany(alternative => Ends(alternative, text, start))],
        PatternNode.Capture capture => Ends(capture.Part, text, start),
        PatternNode.Repeat repeat => Rounds(repeat, text, start),
        PatternNode.LookAround { IsAhead: true } look => Ends(look.Part, text, start).Count > 0 != look.IsNegative ? [start] : [],
        PatternNode.LookAround look => Enumerable.Range(0, start + 1).Any(from => Ends(look.Part, text, from).Contains(start)) != look.IsNegative ? [start] : [],
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private static HashSet<int> Rounds(PatternNode.Repeat repeat, int[] text, int start)
    {
        var places = new HashSet<int> { start };
        for (var round = 0; round < repeat.Minimum; round++)
        {
            places = Next(repeat.Part, text, places);
        }

        var all = new HashSet<int>(places);
        for (var round = repeat.Minimum; round < repeat.Maximum && places.Count > 0; round++)
        {
            places = Next(repeat.Part, text, places);
            places.ExceptWith(all);
            all.UnionWith(places);
        }

        return all;
    }

    private static HashSet<int> Next(PatternNode part, int[] text, HashSet<int> places) => [.. places.SelectMany(place => Ends(part, text, place))];

    private static bool Holds(Place place, int[] text, int at)
    {
        bool IsWord(int index) => index >= 0 && index < text.Length && text[index] < 0x80 && (char.IsAsciiLetterOrDigit((char)text[index]) || text[index] == '_');
        return place switch
        {
            Place.Start => at == 0,
            Place.End => at == text.Length,
            _ => (IsWord(at - 1) != IsWord(at)) == (place == Place.WordBoundary),
        };
    }

    private static int[] CodePointsOf(string text)
    {
        var characters = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            characters.Add(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? char.ConvertToUtf32(text[i], text[++i]) : text[i]);
        }

        return [.. characters];
    }
}

using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>Finds secrets that stand behind their name as JSON has it, in JSON that is a text or a part of one: <c>"password": "…"</c>, its quotes escaped or not.</summary>
internal static class NamedMembers
{
    /// <summary>Where it is looked: behind each name.</summary>
    public const char Anchor = ':';

    /// <summary>The value of a member.</summary>
    /// <param name="text">The text.</param>
    /// <param name="colon">Where the colon is.</param>
    /// <param name="names">The names of secrets.</param>
    /// <param name="openEnd">
    /// Where what was last found to have nothing to hide ends. What stands in it is not gone through again, so that many within each other cost no more than one.
    /// </param>
    /// <param name="found">The value.</param>
    public static bool TryAt(ReadOnlySpan<char> text, int colon, SecretNames names, ref int openEnd, out Credential found)
    {
        found = default;
        if (!EmbeddedJson.TryBefore(text, colon, out var json))
        {
            return false;
        }

        var name = json.TextBefore(json.NameEnd, out var start);
        if (name.IsEmpty || name.Contains('.') || (colon > json.NameClosed && !IsMember(json, start)))
        {
            return false;
        }

        var value = new EmbeddedValue(json, json.AfterBlanks(colon + 1));
        if (!names.Cover(name, value.Kind))
        {
            name = NamedPairs.IsValue(name) ? NameBeside(json, start) : default;
        }

        return names.Cover(name, value.Kind) && TryValue(value, name, names, ref openEnd, out found);
    }

    private static bool TryValue(EmbeddedValue value, ReadOnlySpan<char> name, SecretNames names, ref int openEnd, out Credential found)
    {
        found = default;
        int end;
        if (value.Kind == JsonValueKind.String)
        {
            return value.TryFill(out found);
        }

        if (value.Kind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            end = value.EndOfWord();
        }
        else if (value.Start < openEnd || name.Contains('/'))
        {
            return false; // what has a path for a name is an address or a package
        }
        else if (!value.TryHide(name, names, out end))
        {
            openEnd = end;
            return false;
        }

        found = new(value.Start, value.Start, end, value.Quote);
        return end > value.Start;
    }

    /// <summary>Where a blank stands before the colon, it may be code: <c>a ? "token" : "key"</c>.</summary>
    private static bool IsMember(EmbeddedJson json, int start) =>
        json.BeforeBlanks(start) is var before && (before == 0 || json.Text[before - 1] is '{' or ',');

    /// <summary>What the member before this one says its name is: <c>"name":"password","value":…</c>.</summary>
    private static ReadOnlySpan<char> NameBeside(EmbeddedJson json, int start)
    {
        if (!TryBefore(json, start, ",", out var end) || !TryBefore(json, end, json.Quote, out end))
        {
            return default;
        }

        var name = json.TextBefore(end, out var open);
        return TryBefore(json, open, ":", out end) && TryBefore(json, end, json.Quote, out end) && NamedPairs.IsName(json.TextBefore(end, out _)) ? name : default;
    }

    /// <summary>Where something begins that stands before a place, blanks aside.</summary>
    private static bool TryBefore(EmbeddedJson json, int at, string expected, out int begin)
    {
        var end = json.BeforeBlanks(Math.Max(at, 0));
        begin = end - expected.Length;
        return begin >= 0 && json.Text[begin..end].SequenceEqual(expected);
    }
}

using System.Text.Json;

namespace McpSecure.Arguments;

/// <summary>Finds keys that two readers of the same JSON could disagree about: given twice, or in two cases.</summary>
/// <remarks>
/// The SDK's binder ignores case and lets the last one win, below the root even among duplicates, so that a check of <c>path</c> and the
/// tool could see different values.
/// </remarks>
internal static class JsonStructure
{
    /// <summary>Looks at the root object alone.</summary>
    /// <returns>The offending key, or <see langword="null"/>.</returns>
    public static string? FindAmbiguousRootKey(ReadOnlySpan<byte> json) => Find(json, depth: 1);

    /// <summary>Looks at every object.</summary>
    /// <returns>The offending key, or <see langword="null"/>.</returns>
    public static string? FindAmbiguousKey(ReadOnlySpan<byte> json) => Find(json, depth: int.MaxValue);

    private static string? Find(ReadOnlySpan<byte> json, int depth)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() ? FindIn(json, ref reader, depth) : null;
    }

    private static string? FindIn(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return FindInObject(json, ref reader, depth);
        }

        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (FindIn(json, ref reader, depth) is { } key)
                {
                    return key;
                }
            }
        }

        return null;
    }

    private static string? FindInObject(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, int depth)
    {
        var keys = new KeySet(json);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!keys.Add(ref reader))
            {
                return KeySet.TextOf(ref reader) ?? "\uFFFD";
            }

            reader.Read();
            if (depth == 1)
            {
                reader.Skip();
            }
            else if (FindIn(json, ref reader, depth - 1) is { } nested)
            {
                return nested;
            }
        }

        return null;
    }
}

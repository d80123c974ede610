using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>How deep one argument is nested, and how long its texts, lists and objects are.</summary>
internal static class ArgumentShape
{
    /// <summary>Deeper arguments cannot be sent. Code can make them.</summary>
    private const int MostDepth = LimitsOptions.MostDepth;

    /// <summary>Checks one argument, the bytes of which are few enough.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="limits">What the call is held to.</param>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public static Refusal? Check(string name, JsonElement value, in CallLimits limits)
    {
        if (name.Length > limits.ArgumentTextLength)
        {
            return SizeRefusals.Text(name, limits.ArgumentTextLength);
        }

        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String))
        {
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        var hasLongText = raw.Length - 2 > limits.ArgumentTextLength;
        if (value.ValueKind == JsonValueKind.String)
        {
            return hasLongText && JsonEscapes.LengthOf(raw[1..^1]) > limits.ArgumentTextLength ? SizeRefusals.Text(name, limits.ArgumentTextLength) : null;
        }

        var depth = Math.Min(limits.ArgumentDepth, MostDepth);
        var isDeep = raw.Length / 2 >= depth && raw.Count((byte)'[') + raw.Count((byte)'{') >= depth;
        var hasMany = raw.Length / 2 > limits.ArgumentItems;
        return hasLongText || isDeep || hasMany ? Walk(name, raw, depth, limits) : null;
    }

    private static Refusal? Walk(string name, ReadOnlySpan<byte> raw, int depth, in CallLimits limits)
    {
        Span<int> entries = stackalloc int[MostDepth + 1];
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                continue;
            }

            if (reader.CurrentDepth >= depth)
            {
                return SizeRefusals.Depth(name, depth);
            }

            if (reader.TokenType != JsonTokenType.PropertyName && ++entries[reader.CurrentDepth] > limits.ArgumentItems && reader.CurrentDepth > 0)
            {
                return SizeRefusals.Items(name, limits.ArgumentItems);
            }

            entries[reader.CurrentDepth + 1] = 0;
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String
                && reader.ValueSpan.Length > limits.ArgumentTextLength
                && JsonEscapes.LengthOf(reader.ValueSpan) > limits.ArgumentTextLength)
            {
                return SizeRefusals.Text(name, limits.ArgumentTextLength);
            }
        }

        return null;
    }
}

using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace McpSecure.Transport;

/// <summary>What the first bytes of a line tell about the request in it.</summary>
internal static class LineHead
{
    /// <summary>As much is looked at, whatever the length of the line.</summary>
    private const int MaximumLength = 4096;

    /// <summary>The id to answer to, and whether there is a method.</summary>
    public static (RequestId Id, bool HasMethod) Of(ReadOnlySpan<byte> line)
    {
        RequestId id = default;
        var hasMethod = false;
        try
        {
            var reader = new Utf8JsonReader(line[..Math.Min(line.Length, MaximumLength)], isFinalBlock: false, state: default);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return default;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                hasMethod |= reader.ValueTextEquals("method"u8);
                if (!reader.Read())
                {
                    break;
                }

                id = isId ? Read(ref reader) : id;
                if (!reader.TrySkip())
                {
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a text with half of a character in it: there may still be a request in what came before.
        }

        return (id, hasMethod);
    }

    private static RequestId Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => new RequestId(reader.GetString()!),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => new RequestId(number),
        _ => default,
    };
}

using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpSecure.Inventory;

/// <summary>One text for everything that says the same: no blanks, members in ordinal order at every level, numbers as they were written.</summary>
internal static class CanonicalJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static byte[] Of(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            Write(writer, value);
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(writer, value);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String when TryGetText(value) is { } text:
                writer.WriteStringValue(text); // however its characters were escaped
                break;
            default:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
                break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, JsonElement value)
    {
        if (TrySort(value) is not { } members)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in members)
        {
            writer.WritePropertyName(member.Name);
            Write(writer, member.Value);
        }

        writer.WriteEndObject();
    }

    private static JsonProperty[]? TrySort(JsonElement value)
    {
        try
        {
            return [.. value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal)];
        }
        catch (InvalidOperationException)
        {
            return null; // a name with half a surrogate pair: the object stays as it was written
        }
    }

    private static string? TryGetText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair: it stays as it was written
        }
    }
}

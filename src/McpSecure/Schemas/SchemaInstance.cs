using System.Buffers;
using System.Text.Json;

namespace McpSecure.Schemas;

/// <summary>Makes one value of the members of an object, for engines that know no other way.</summary>
internal static class SchemaInstance
{
    public static JsonElement Of(IDictionary<string, JsonElement> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}

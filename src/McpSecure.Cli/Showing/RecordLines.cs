using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSecure.Journal;

namespace McpSecure.Cli.Showing;

/// <summary>Whole records for another program, one JSON object a line.</summary>
/// <remarks>Written anew, in ASCII: the bytes of the journal may hold letters that turn the direction of a terminal.</remarks>
internal sealed class RecordLines(TextWriter output)
{
    public void Write(JournalRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(record.Line.Length + 128);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("seq", record.Sequence);
            writer.WriteString("time", record.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            Body(writer, record);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.ASCII.GetString(buffer.WrittenSpan));
    }

    private static void Body(Utf8JsonWriter writer, JournalRecord record)
    {
        if (record.Own is not null)
        {
            writer.WriteString("journal", record.Own);
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(record.Record);
            _ = Written(document.RootElement);
            writer.WritePropertyName("record");
            document.RootElement.WriteTo(writer);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            writer.WriteBase64String("unreadable", record.Record.Span);
        }
    }

    /// <summary>Half a surrogate pair cannot be written. Tried apart, so that nothing of it stands in the line.</summary>
    private static int Written(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        element.WriteTo(writer);
        writer.Flush();
        return buffer.WrittenCount;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace McpSecure.Otlp.Tests;

/// <summary>A log record as it arrives, read from protobuf by its field numbers (opentelemetry-proto, logs/v1).</summary>
internal sealed record ReceivedRecord(DateTimeOffset Time, string Body, string EventName, string TraceId, IReadOnlyDictionary<string, object> Attributes)
{
    public long Sequence => (long)Attributes["mcpsecure.journal.sequence"];

    public string Chain => (string)Attributes["mcpsecure.journal.chain"];

    public static IEnumerable<ReceivedRecord> ReadAll(ReadOnlyMemory<byte> request) =>
        from resource in Fields(request).Where(field => field.Number == 1)
        from scope in Fields(resource.Bytes).Where(field => field.Number == 2)
        from record in Fields(scope.Bytes).Where(field => field.Number == 2)
        select Read(record.Bytes);

    private static ReceivedRecord Read(ReadOnlyMemory<byte> record)
    {
        var fields = Fields(record).ToArray();
        return new ReceivedRecord(
            DateTimeOffset.UnixEpoch.AddTicks((long)(fields.Single(field => field.Number == 1).Value / 100)),
            (string)Value(fields.Single(field => field.Number == 5).Bytes),
            Text(fields.Single(field => field.Number == 12).Bytes),
            Convert.ToHexStringLower(fields.SingleOrDefault(field => field.Number == 9).Bytes.Span),
            fields.Where(field => field.Number == 6).Select(field => Fields(field.Bytes).ToArray()).ToDictionary(
                pair => Text(pair.Single(field => field.Number == 1).Bytes), pair => Value(pair.Single(field => field.Number == 2).Bytes), StringComparer.Ordinal));
    }

    private static object Value(ReadOnlyMemory<byte> any)
    {
        var field = Fields(any).Single();
        return field.Number == 1 ? Text(field.Bytes) : (long)field.Value;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private static IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (number, Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return (number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return (number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return (number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException("No such wire type.");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

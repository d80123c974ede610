using System.Buffers.Binary;
using System.Text;

namespace McpSecure.Tests.Shared;

/// <summary>A field of a protobuf message, known by its number alone.</summary>
/// <param name="Number">The number.</param>
/// <param name="Value">A number; zero where it has bytes.</param>
/// <param name="Bytes">A text, a message, or packed numbers; empty where it is a number.</param>
internal readonly record struct ProtoField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The fields with a number, of a message.</summary>
    public static IEnumerable<ProtoField> Of(ReadOnlyMemory<byte> message, int number) => All(message).Where(field => field.Number == number);

    /// <summary>The fields with a number, of the message that this field is.</summary>
    public IEnumerable<ProtoField> Of(int number) => Of(Bytes, number);

    /// <summary>The text of a field of the message that this field is; empty if it has none.</summary>
    public string TextOf(int number) => Of(number).Select(field => field.Text).FirstOrDefault(string.Empty);

    /// <summary>The numbers that are packed in it, as doubles.</summary>
    public IEnumerable<double> Doubles()
    {
        for (var at = 0; at < Bytes.Length; at += sizeof(double))
        {
            yield return BinaryPrimitives.ReadDoubleLittleEndian(Bytes.Span[at..]);
        }
    }

    private static IEnumerable<ProtoField> All(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return new(number, Varint(message.Span, ref at), default);
                    break;
                case 1:
                    yield return new(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default);
                    at += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    yield return new(number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return new(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default);
                    at += sizeof(uint);
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

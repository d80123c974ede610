using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Values;

/// <summary>
/// A hash that equal JSON values share: 1 and 1.0, objects whatever the order of their members. It is seeded anew in each process, so that
/// nobody can send values that collide.
/// </summary>
internal static class ValueHash
{
    // No more fit into 64 bits.
    private const int DigitsPerPart = 19;

    public static long Of(JsonElement value, ref Run run)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        if (!run.Pay(raw.Length + Run.PerVisit))
        {
            return 0;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => OfText(raw[1..^1]),
            JsonValueKind.Number => OfNumber(raw),
            JsonValueKind.Array => OfArray(value, ref run),
            JsonValueKind.Object => OfObject(value, ref run),
            var literal => HashCode.Combine(literal),
        };
    }

    public static long Of(Dictionary<string, JsonElement> members, ref Run run)
    {
        var sum = (long)members.Count;
        foreach (var (name, value) in members)
        {
            sum += Mix(OfText(name), Of(value, ref run));
        }

        return Mix((int)JsonValueKind.Object, sum);
    }

    public static long OfNumber(ReadOnlySpan<byte> raw)
    {
        if (JsonNumber.TryPlainInteger(raw, out var plain))
        {
            return HashCode.Combine(plain);
        }

        var number = new JsonNumber(raw);
        var hash = default(HashCode);
        hash.Add(number.IsNegative);
        hash.Add(number.Exponent);
        var digits = 0UL;
        for (var index = 0; index < number.Count; index++)
        {
            digits = (digits * 10) + (uint)(number.Digit(index) - '0');
            if (index % DigitsPerPart == DigitsPerPart - 1)
            {
                hash.Add(digits);
                digits = 0;
            }
        }

        hash.Add(digits);
        return hash.ToHashCode();
    }

    private static long OfArray(JsonElement array, ref Run run)
    {
        if (!run.Enter())
        {
            return 0;
        }

        var hash = (long)JsonValueKind.Array;
        foreach (var item in array.EnumerateArray())
        {
            hash = Mix(hash, Of(item, ref run));
        }

        run.Leave();
        return hash;
    }

    private static long OfObject(JsonElement value, ref Run run)
    {
        if (!run.Enter())
        {
            return 0;
        }

        var sum = (long)value.GetPropertyCount();
        foreach (var member in value.EnumerateObject())
        {
            // A sum does not know the order.
            sum += Mix(OfText(JsonMarshal.GetRawUtf8PropertyName(member)), Of(member.Value, ref run));
        }

        run.Leave();
        return Mix((int)JsonValueKind.Object, sum);
    }

    private static long Mix(long left, long right) =>
        ((long)HashCode.Combine(left, right) << 32) | (uint)HashCode.Combine(right, left, left);

    private static long OfText(string text)
    {
        byte[]? rented = null;
        var length = text.Length * 3;
        var buffer = length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        var hash = OfBytes(buffer[..JsonText.Encode(text, buffer)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    private static long OfText(ReadOnlySpan<byte> raw)
    {
        if (!JsonText.IsEscaped(raw))
        {
            return OfBytes(raw);
        }

        byte[]? rented = null;
        var buffer = raw.Length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var hash = OfBytes(buffer[..JsonText.Unescape(raw, buffer)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    private static long OfBytes(ReadOnlySpan<byte> text)
    {
        var hash = default(HashCode);
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}

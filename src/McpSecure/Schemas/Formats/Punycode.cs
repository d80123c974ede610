namespace McpSecure.Schemas.Formats;

/// <summary>The encoding of labels in other scripts: RFC 3492.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int FirstBias = 72;
    private const int FirstCode = 0x80;

    /// <summary>Decodes what comes after <c>xn--</c>.</summary>
    /// <param name="text">Letters, digits and hyphens.</param>
    /// <param name="label">Takes the code points; as long as <paramref name="text"/>.</param>
    /// <returns>How many there are, negative if it is none.</returns>
    public static int Decode(ReadOnlySpan<char> text, Span<int> label)
    {
        var length = Math.Max(text.LastIndexOf('-'), 0);
        for (var i = 0; i < length; i++)
        {
            label[i] = char.ToLowerInvariant(text[i]);
        }

        text = length == 0 ? text : text[(length + 1)..];
        var (code, bias, place) = (FirstCode, FirstBias, 0);
        for (var isFirst = true; !text.IsEmpty; isFirst = false)
        {
            var delta = Delta(ref text, bias);
            if (delta < 0)
            {
                return -1;
            }

            bias = Adapt(delta, ++length, isFirst);
            var position = place + (long)delta;
            var next = code + (position / length);
            if (next >= 0x110000)
            {
                return -1;
            }

            code = (int)next;
            place = (int)(position % length);
            label[place..(length - 1)].CopyTo(label[(place + 1)..]);
            label[place++] = code;
        }

        return length;
    }

    /// <summary>A number of variable length, negative if it is none.</summary>
    private static int Delta(ref ReadOnlySpan<char> text, int bias)
    {
        long delta = 0;
        long weight = 1;
        for (var k = Base; !text.IsEmpty; k += Base)
        {
            var digit = char.IsAsciiDigit(text[0]) ? text[0] - '0' + 26 : (text[0] | 0x20) - 'a';
            if (digit is < 0 or >= Base)
            {
                return -1;
            }

            text = text[1..];
            delta += digit * weight;
            if (delta > int.MaxValue)
            {
                return -1;
            }

            var threshold = Math.Clamp(k - bias, 1, 26);
            if (digit < threshold)
            {
                return (int)delta;
            }

            weight *= Base - threshold;
            if (weight > int.MaxValue)
            {
                return -1;
            }
        }

        return -1;
    }

    private static int Adapt(int delta, int length, bool isFirst)
    {
        delta /= isFirst ? 700 : 2;
        delta += delta / length;
        var k = 0;
        for (; delta > 35 * 26 / 2; k += Base)
        {
            delta /= 35;
        }

        return k + (36 * delta / (delta + 38));
    }
}

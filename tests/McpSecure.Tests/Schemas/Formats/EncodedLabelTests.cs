using McpSecure.Schemas.Formats;

namespace McpSecure.Tests.Schemas.Formats;

/// <summary>A label in another script, encoded: what it decodes to has to be a label.</summary>
public sealed class EncodedLabelTests
{
    [Theory]
    [InlineData("bcher-kva", "b\u00FCcher")]
    [InlineData("BCHER-KVA", "b\u00FCcher")] // host names have no case
    [InlineData("fsqu00a", "\u4F8B\u5B50")]
    [InlineData("ls8h", "\U0001F4A9")]
    public void It_is_decoded(string text, string expected)
    {
        Span<int> buffer = stackalloc int[text.Length];
        var length = Punycode.Decode(text, buffer);

        Assert.Equal(expected, string.Concat(buffer[..Math.Max(length, 0)].ToArray().Select(char.ConvertFromUtf32)));
    }

    [Theory]
    [InlineData("zzzzzzzzzzzz")] // a number that is too large
    [InlineData("a-b")] // a number that does not end
    public void What_is_no_encoding_is_refused(string text) => Assert.True(Punycode.Decode(text, stackalloc int[text.Length]) < 0);

    [Theory]
    [InlineData("g\u00FCnther", true)]
    [InlineData("stra\u00DFe", true)]
    [InlineData("G\u00DCNTHER", false)] // capitals are written small
    [InlineData("abc", false)] // nothing to encode
    [InlineData("\u0301e", false)] // a mark has nothing to stand on
    [InlineData("e\u0301", true)]
    [InlineData("\uFF21\u00E9", false)] // a wide A is an A
    [InlineData("\u00E9-", false)]
    [InlineData("l\u00B7l", true)]
    [InlineData("a\u00B7l", false)]
    [InlineData("\u30FB\u30A2", true)]
    [InlineData("\u30FBa", false)]
    [InlineData("\u0915\u094D\u200D\u0937", true)]
    [InlineData("\u0915\u200D\u0937", false)] // invisible where nothing is joined
    [InlineData("a\u200Db", false)]
    [InlineData("\u0628\u200C\u0628", true)]
    [InlineData("\u0627\u200C\u0628", false)] // alef joins nothing that follows
    [InlineData("\u0660\u06F0", false)] // two kinds of the same digit
    [InlineData("\u2603", false)] // a snowman
    [InlineData("\u0430pple", true)] // mixed scripts are allowed: this is no check for look-alikes
    public void Only_letters_digits_and_marks_in_their_place_make_a_label(string label, bool expected) => Assert.Equal(expected, EncodedLabel.IsValid(Encode(label)));

    /// <summary>The inverse, from RFC 3492, to write the labels above as what they are.</summary>
    private static string Encode(string label)
    {
        var input = label.EnumerateRunes().Select(rune => rune.Value).ToArray();
        var basic = string.Concat(input.Where(code => code < 0x80).Select(code => (char)code));
        var (output, handled, code, delta, bias) = (basic.Length > 0 ? basic + "-" : string.Empty, basic.Length, 0x80, 0, 72);
        while (handled < input.Length)
        {
            var next = input.Where(value => value >= code).Min();
            delta += (next - code) * (handled + 1);
            code = next;
            foreach (var value in input)
            {
                delta += value < code ? 1 : 0;
                if (value != code)
                {
                    continue;
                }

                var rest = delta;
                for (var k = 36; ; k += 36)
                {
                    var threshold = Math.Clamp(k - bias, 1, 26);
                    if (rest < threshold)
                    {
                        output += Digit(rest);
                        break;
                    }

                    output += Digit(threshold + ((rest - threshold) % (36 - threshold)));
                    rest = (rest - threshold) / (36 - threshold);
                }

                bias = Adapt(delta, handled + 1, handled == basic.Length);
                (delta, handled) = (0, handled + 1);
            }

            (delta, code) = (delta + 1, code + 1);
        }

        return output;
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    private static int Adapt(int delta, int length, bool isFirst)
    {
        delta /= isFirst ? 700 : 2;
        delta += delta / length;
        var k = 0;
        for (; delta > 455; k += 36)
        {
            delta /= 35;
        }

        return k + (36 * delta / (delta + 38));
    }
}

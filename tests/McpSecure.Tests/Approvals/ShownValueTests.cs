using System.Text;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Approvals;

/// <summary>What a client chose is shown whole and as what it is: a value.</summary>
public sealed class ShownValueTests
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Theory]
    [InlineData("a.txt\n\nApprove? yes\nTool: `read_file`", """`"a.txt\n\nApprove? yes\nTool: <U+0060>read_file<U+0060>"`""")]
    [InlineData("a\r\n\tb", """`"a\r\n\tb"`""")]
    [InlineData("a\"` (default)", """`"a\"<U+0060> (default)"`""")]
    [InlineData("C:\\new", """`"C:\\new"`""")]
    [InlineData("gpj\u202Etxt.exe", "`\"gpj<U+202E>txt.exe\"`")]         // turns the rest around
    [InlineData("\u2066a\u2069", "`\"<U+2066>a<U+2069>\"`")]
    [InlineData("a\u200Bb\u00ADc\uFEFF", "`\"a<U+200B>b<U+00AD>c<U+FEFF>\"`")]
    [InlineData("\u2028\u2029\u0085", "`\"<U+2028><U+2029><U+0085>\"`")]  // line ends to some
    [InlineData("\u001b[2K\u001b[1Aok", "`\"<U+001B>[2K<U+001B>[1Aok\"`")] // erases the line in a terminal
    [InlineData("\u009b2K\u0007\0", "`\"<U+009B>2K<U+0007><U+0000>\"`")]
    [InlineData("hi\U000E0041\U000E0042\U000E007F", "`\"hi<U+E0041><U+E0042><U+E007F>\"`")] // tags: a message to models
    [InlineData("\u3164\u2800\u115F\uFFA0\u00A0\u3000", "`\"<U+3164><U+2800><U+115F><U+FFA0><U+00A0><U+3000>\"`")]
    [InlineData("x\uFE0F\U000E0100", "`\"x<U+FE0F><U+E0100>\"`")]
    [InlineData("\uE000\U000F0000", "`\"<U+E000><U+F0000>\"`")]
    [InlineData("<U+200B>", "`\"<U+003C>U+200B>\"`")]                     // an imitated mark
    [InlineData("••• (9 characters)", "`\"<U+2022>•• (9 characters)\"`")] // an imitated mask
    [InlineData("a\u0301 z\u0301\u0302\u0303\u0304", "`\"a\u0301 z\u0301\u0302<U+0303><U+0304>\"`")]
    [InlineData("\u0338x", "`\"<U+0338>x\"`")]                            // would strike out our quote
    [InlineData("a     b", "`\"a<U+0020 ×5>b\"`")]
    [InlineData("**bold** [x](http://evil) <b>", "`\"**bold** [x](http://evil) <b>\"`")] // within backticks that is text
    [InlineData("Ελλάδα 日本 😀", "`\"Ελλάδα 日本 😀\"`")]
    [InlineData("", "`\"\"`")]
    public async Task Shows_a_text(string value, string expected) => Assert.Equal(expected, await Shown.ValueAsync(value));

    /// <summary>.NET's own parser will not read them.</summary>
    [Theory]
    [InlineData("""{"a":"x\ud800y\n"}""", """- a: `"x<U+D800>y\n"`""")]
    [InlineData("""{"a":{"k\udfff":"\udfff\u0041\/\b"}}""", """- a: `{"k<U+DFFF>":"<U+DFFF>A/<U+0008>"}`""")]
    public async Task Shows_half_of_a_character(string arguments, string expected) =>
        Assert.Contains(expected, await Shown.OfAsync(arguments), StringComparison.Ordinal);

    [Theory]
    [InlineData("Tool", "- Tool: `1`")]
    [InlineData("x: `1`\n- path", """- `"x: <U+0060>1<U+0060>\n- path"`: `1`""")]
    [InlineData("", "- `\"\"`: `1`")]
    [InlineData("a\u202E", "- `\"a<U+202E>\"`: `1`")]
    public async Task Shows_a_name(string name, string expected) => Assert.Contains(
        $"\n{expected}\n", await Shown.OfAsync(Given.Tool("run", () => "ran"), new Dictionary<string, JsonElement> { [name] = JsonElement.Parse("1") }), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":true}""", "`true`")]
    [InlineData("""{"a":null}""", "`null`")]
    [InlineData("""{"a":{"z":1,"y":["\"`",null]}}""", """`{"y":["\"<U+0060>",null],"z":1}`""")]
    public async Task Shows_other_values(string arguments, string expected) =>
        Assert.Contains($"- a: {expected}\n", await Shown.OfAsync(arguments), StringComparison.Ordinal);

    [Theory]
    [InlineData(499, false)]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public async Task Cuts_a_text_only_where_it_is_longer(int length, bool isCut) =>
        Assert.Equal(isCut, (await Shown.ValueAsync(new string('x', length))).EndsWith("(cut: 1 more characters)", StringComparison.Ordinal));

    /// <summary>Every character there is, alone and amid others, in every place a client can put one.</summary>
    [Fact]
    public async Task No_hidden_character_comes_through()
    {
        var chunk = new StringBuilder();
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune) || !HiddenCharacters.Contains(rune))
            {
                continue;
            }

            chunk.Append(rune);
            if (chunk.Length >= 30 && (value < 0x3000 || value % 997 == 0))
            {
                await AssertVisibleAsync(chunk.ToString());
                chunk.Clear();
            }
            else if (chunk.Length > 60)
            {
                chunk.Clear();
            }
        }
    }

    /// <summary>Anything at all: bounded, visible, one line for each argument, and the same again.</summary>
    [Fact]
    public async Task Whatever_comes_the_message_is_bounded_and_visible()
    {
        var random = new Generated(20261126);
        for (var round = 0; round < 400; round++)
        {
            var arguments = Enumerable.Range(0, random.Next(12)).ToDictionary(
                number => $"{random.Text(random.Next(30))}{number}", _ => JsonSerializer.SerializeToElement(random.Text(random.Next(round % 20 == 0 ? 20_000 : 300))));
            var options = new McpSecurityOptions();
            var effect = random.Text(3_000);
            options.Tool("run").Preview((_, _) => new($"x{effect}"));

            var text = await Shown.OfAsync(Given.Tool("run", () => "ran"), arguments, options);
            var again = await Shown.OfAsync(Given.Tool("run", () => "ran"), arguments.Reverse().ToDictionary(), options);

            AssertVisible(text);
            Assert.Equal(text, again);
            Assert.Equal(arguments.Count, text.Split('\n').Count(line => line.StartsWith("- ", StringComparison.Ordinal)));
        }
    }

    private static async Task AssertVisibleAsync(string hidden)
    {
        var text = await Shown.OfAsync(
            McpServerTool(hidden),
            new Dictionary<string, JsonElement>
            {
                [hidden] = JsonSerializer.SerializeToElement($"x{hidden}y"),
                ["path"] = JsonSerializer.SerializeToElement(hidden),
                ["nested"] = JsonSerializer.SerializeToElement(new Dictionary<string, string[]> { [hidden] = [hidden] }),
            });
        AssertVisible(text);
    }

    private static ModelContextProtocol.Server.McpServerTool McpServerTool(string title)
    {
        var tool = Shown.Delete();
        tool.ProtocolTool.Title = title;
        return tool;
    }

    private static void AssertVisible(string text)
    {
        Assert.True(text.Length <= McpSecure.Approvals.ApprovalText.MaximumLength);
        _ = Strict.GetByteCount(text); // throws at half of a character
        Assert.DoesNotContain(text.EnumerateRunes(), rune => rune.Value != '\n' && HiddenCharacters.Contains(rune));
    }

    /// <summary>Texts of characters from every part of Unicode, halves included; the same for the same seed.</summary>
    private sealed class Generated(uint seed)
    {
        private static readonly string[] Pieces = ["\n- path: `", "\"`", "<U+", "•••", "\u202E", "\u200B", "\U000E0041", "\ud800", "\udc00", "eyJhbGciOiJIUzI1NiJ9.e30.abc", "     ", "\u0301", "`", "\\"];
        private uint _state = seed;

        public int Next(int below)
        {
            _state = (_state * 1664525) + 1013904223;
            return (int)((_state >> 8) % (uint)below);
        }

        public string Text(int length)
        {
            var text = new StringBuilder();
            while (text.Length < length)
            {
                _ = Next(4) switch
                {
                    0 => text.Append(Pieces[Next(Pieces.Length)]),
                    1 => text.Append((char)Next(0x10000)),
                    _ => text.Append((char)(' ' + Next(95))),
                };
            }

            return text.ToString();
        }
    }
}

using System.Text;
using System.Text.RegularExpressions;
using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>A table, a simulation and the translation for .NET are three ways to what a pattern means.</summary>
public sealed class PatternAgreementTests
{
    private const int Rounds = 300;
    private const int Texts = 25;

    private static readonly string[] Characters = ["a", "b", "-", "\n", "\u00E9", "\u2028", "\U0001F432", "\U0001F433", "_", "7"];
    private static readonly string[] Classes = ["[a-b]", "[^a]", @"\w", @"\W", @"\d", @"\s", ".", @"\p{L}", @"\P{L}", "[\U0001F430-\U0001F432a]", "[^\U0001F432]", "[^\\w-]", "[]", "[^]"];
    private static readonly string[] Places = ["^", "$", @"\b", @"\B"];
    private static readonly string[] Counts = ["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?"];
    private static readonly string[] LookArounds = ["(?=", "(?!", "(?<=", "(?<!"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_a_table_and_a_simulation(int seed)
    {
        var random = new Random(seed);
        var matched = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var pattern = Pattern(random, depth: 3, looks: false);
            var parsed = Parsed(pattern);
            var (table, simulation) = (PatternCompiler.TryAutomaton(parsed, new()), PatternCompiler.TrySimulation(parsed, new())!);
            for (var index = 0; index < Texts; index++)
            {
                var text = Text(random);
                var expected = Meaning.IsMatch(parsed.Root, text);
                matched += expected ? 1 : 0;
                Assert.Equal((pattern, text, expected), (pattern, text, table?.IsMatch(text) ?? expected));
                Assert.Equal((pattern, text, expected), (pattern, text, simulation.IsMatch(text)));
                if (!GivenPattern.HasLoneSurrogate(text))
                {
                    var utf8 = Encoding.UTF8.GetBytes(text);
                    Assert.Equal((pattern, text, expected), (pattern, text, table?.IsMatch(utf8) ?? expected));
                    Assert.Equal((pattern, text, expected), (pattern, text, simulation.IsMatch(utf8)));
                }
            }
        }

        AssertBoth(matched);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Of_the_translation(int seed)
    {
        var random = new Random(seed);
        var matched = 0;
        for (var round = 0; round < Rounds;)
        {
            var pattern = Pattern(random, depth: 3, looks: true);
            var parsed = Parsed(pattern);
            if (ForeignCheck.Problem(parsed) is not null)
            {
                continue;
            }

            // With a limit of time that no busy machine reaches: reaching it looks like a "no".
            var regex = new Regex(RegexWriter.Write(parsed), RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1));
            for (var index = 0; index < Texts; index++)
            {
                var text = Text(random);
                var expected = Meaning.IsMatch(parsed.Root, text);
                matched += expected ? 1 : 0;
                Assert.Equal((pattern, text, expected), (pattern, text, regex.IsMatch(text)));
            }

            round++;
        }

        AssertBoth(matched);
    }

    /// <summary>Neither always nor never, or the comparison says nothing.</summary>
    private static void AssertBoth(int matched) => Assert.InRange(matched, Rounds * Texts / 10, Rounds * Texts * 9 / 10);

    private static ParsedPattern Parsed(string pattern)
    {
        var parsed = PatternParser.TryParse(pattern, out var problem);
        Assert.True(parsed is not null, $"{pattern}: {problem}");
        return parsed;
    }

    private static string Pattern(Random random, int depth, bool looks) =>
        string.Join('|', Enumerable.Range(0, random.Next(4) == 0 ? 2 : 1).Select(_ => Sequence(random, depth, looks)));

    private static string Sequence(Random random, int depth, bool looks) => string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Part(random, depth, looks)));

    private static string Part(Random random, int depth, bool looks) => random.Next(8) switch
    {
        0 when looks && depth > 0 => $"{Pick(random, LookArounds)}{Pattern(random, depth - 1, looks)})",
        0 => Pick(random, Places),
        1 or 2 when depth > 0 => $"({(random.Next(2) == 0 ? "?:" : string.Empty)}{Pattern(random, depth - 1, looks)}){Count(random)}",
        3 or 4 or 5 => Pick(random, Classes) + Count(random),
        _ => Pick(random, Characters) + Count(random),
    };

    private static string Count(Random random) => random.Next(3) == 0 ? Pick(random, Counts) : string.Empty;

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(7)).Select(_ => random.Next(20) == 0 ? "\uD83D" : random.Next(20) == 0 ? "\uDC32" : Pick(random, Characters)));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}

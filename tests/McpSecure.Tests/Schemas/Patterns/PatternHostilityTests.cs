using System.Diagnostics;
using System.Text;
using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>No pattern takes long to compile or is kept although it is large; no string takes longer than its length.</summary>
public sealed class PatternHostilityTests
{
    // Milliseconds are what the good case takes, minutes or gigabytes what the bad one does: no machine is that slow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Large => new(
        new string('(', 10_000) + new string(')', 10_000),
        new string('(', 10_000),
        string.Concat(Enumerable.Repeat("(?:", 10_000)),
        "(?:(?:x{1000}){1000}){1000}",
        "(?:){2147483647}",
        "x{99999999999999999999}",
        "^.{100000}$",
        "[ab]*a[ab]{1000}$", // two to the power of a thousand states
        "(?:a?){700}a{700}");

    public static TheoryData<string> Famous => new(
        "^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^(.*a){20}$", "^([a-zA-Z0-9._-]+)*@", @"^(\w+\s?)*$", "(.*)*(.*)*b", "^(?:(?:a*)*)*$", "a*a*a*a*a*a*a*b",
        "[ab]*a[ab]{30}$");

    [Theory]
    [MemberData(nameof(Large))]
    public void A_pattern_that_is_too_large_is_refused_at_once(string pattern)
    {
        var clock = Stopwatch.StartNew();

        Assert.Matches("nest deeper|too large", GivenPattern.Problem(pattern));
        Assert.True(clock.Elapsed < Patience, $"{clock.Elapsed}");
    }

    [Theory]
    [MemberData(nameof(Famous))]
    public void A_string_costs_its_length(string pattern)
    {
        var compiled = GivenPattern.Of(pattern);
        var texts = new[] { new string('a', 31) + "!", new string('a', 50_000) + "!", string.Concat(Enumerable.Repeat("ab \u00E9", 12_500)), new string('x', 50_000) };
        var clock = Stopwatch.StartNew();

        Assert.All(texts, text => Assert.Equal(compiled.IsMatch(text), compiled.IsMatch(Encoding.UTF8.GetBytes(text))));
        Assert.True(clock.Elapsed < Patience, $"{clock.Elapsed}");
        Assert.False(compiled.Backtracks);
    }

    /// <summary>The attack is real: the same pattern, left to the engine that goes back, does not come to an end.</summary>
    [Fact]
    public void What_goes_back_gives_up_in_time_and_does_not_match()
    {
        var compiled = GivenPattern.Of("^(?=a)(a+)+$", allowBacktracking: true);
        var clock = Stopwatch.StartNew();

        Assert.True(compiled.IsMatch(new string('a', 31)));
        Assert.False(compiled.IsMatch(new string('a', 50) + "!"));
        Assert.False(compiled.IsMatch(Encoding.UTF8.GetBytes(new string('a', 50_000) + "!")));
        Assert.True(clock.Elapsed < Patience, $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData("^[a-z0-9_-]{1,64}$")]
    [InlineData("^.{1,10000}$")]
    [InlineData(@"^(([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)\.)+[a-z]{2,63}$")]
    [InlineData(@"^[\p{L}\p{M}\p{N}]{1,200}$")]
    public void What_real_schemas_ask_for_has_a_small_table(string pattern)
    {
        var table = PatternCompiler.TryAutomaton(PatternParser.TryParse(pattern, out _)!, new());

        Assert.NotNull(table);
        Assert.InRange(table.Weight, 1, 64 * 1024);
    }

    [Fact]
    public void Any_text_is_a_pattern_or_a_problem()
    {
        var random = new Random(20261124);
        const string Alphabet = @"ab\\\()[]{}?*+|^$.-,<>=!:pPuUxkdDwWsSbB019L/ {\p{L}(?:[^" + "\u00E9\uD83D\uDC32\n";
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Create(random.Next(1, 24), random, (span, source) =>
            {
                foreach (ref var c in span)
                {
                    c = Alphabet[source.Next(Alphabet.Length)];
                }
            });

            var parsed = PatternParser.TryParse(text, out var problem);
            Assert.Equal(parsed is null, problem is not null);
        }
    }

    [Fact]
    public void Nobody_throws_on_any_string()
    {
        var random = new Random(20261124);
        StringPattern[] patterns =
        [
            GivenPattern.Of("^[a-z]+$"), GivenPattern.Of(@"\p{L}\b.{2,3}\B"), GivenPattern.Of("[ab]*a[ab]{30}$"), GivenPattern.Of(@"^(?!.*\p{Lu})(.)\1", allowBacktracking: true),
        ];
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(0, 600)];
            random.NextBytes(bytes);
            var text = string.Concat(bytes.Select((value, index) => (char)((value << 8) | bytes[^(index + 1)])));

            Assert.All(patterns, pattern => _ = pattern.IsMatch(bytes) | pattern.IsMatch(text));
        }
    }
}

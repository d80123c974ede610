using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>Schemas repeat patterns: they are compiled once, and those of schemas that are gone do not stay.</summary>
public sealed class PatternCacheTests
{
    [Fact]
    public void A_pattern_is_compiled_once()
    {
        Assert.Same(GivenPattern.Of("^cached$"), GivenPattern.Of("^cached$"));
        Assert.NotSame(GivenPattern.Of("^cached$"), GivenPattern.Of("^cached2$"));
    }

    [Fact]
    public void What_is_allowed_to_go_back_is_not_found_by_who_does_not_allow_it()
    {
        Assert.NotNull(GivenPattern.Of("(?=once)", allowBacktracking: true));

        Assert.Contains("backtracking", GivenPattern.Problem("(?=once)"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_in_use_stays_and_the_rest_goes()
    {
        var cache = new PatternCache<int, object>(capacity: 100);
        var first = cache.GetOrAdd(0, _ => new(), (_, _) => 1);
        for (var key = 1; key < 10_000; key++)
        {
            cache.GetOrAdd(key, _ => new(), (_, _) => 1);
            Assert.Same(first, cache.GetOrAdd(0, _ => new(), (_, _) => 1));
            Assert.InRange(cache.Weight, 1, 200);
        }

        var made = 0;
        cache.GetOrAdd(1, _ => made++, (_, _) => 1);
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task It_stays_bounded_and_gives_everyone_the_same_whoever_asks_at_the_same_time()
    {
        var cache = new PatternCache<int, string>(capacity: 64);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var round = 0; round < 20_000; round++)
            {
                var key = random.Next(500);
                Assert.Equal($"{key}", cache.GetOrAdd(key, k => $"{k}", (_, _) => 1));
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.InRange(cache.Weight, 1, 128);
    }

    [Fact]
    public async Task Patterns_can_be_compiled_and_asked_by_many_threads()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 300; round++)
            {
                var pattern = GivenPattern.Of($"^x{{{round % 100}}}$");
                Assert.True(pattern.IsMatch(new string('x', round % 100)));
                Assert.False(pattern.IsMatch(new string('x', (round % 100) + 1)));
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));
    }
}

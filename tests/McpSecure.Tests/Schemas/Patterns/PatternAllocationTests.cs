using System.Text;
using McpSecure.Schemas.Patterns;
using McpSecure.Tests.Allocation;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>A question about a string allocates nothing, whatever the pattern runs on; and not every pattern is kept.</summary>
[Collection(CountedBytes.Name)]
public sealed class PatternAllocationTests
{
    [Theory]
    [InlineData("^[a-z0-9_-]{1,64}$", "a table")]
    [InlineData(@"\bcaf\u00E9\b", "a table that knows words")]
    [InlineData("[ab]*a[ab]{30}$", "a simulation")]
    [InlineData(@"^(?=.)(.)\1", "the engine of .NET")]
    public void Nothing_is_allocated(string pattern, string reason)
    {
        var compiled = GivenPattern.Of(pattern, allowBacktracking: true);
        string[] texts = ["abc", "caf\u00E9 \U0001F432", new string('a', 2_000), string.Concat(Enumerable.Repeat("ab\u00E9", 700))];
        var utf8 = texts.Select(Encoding.UTF8.GetBytes).ToArray();

        Assert.True(Least(Ask) == 0, reason);

        void Ask()
        {
            for (var i = 0; i < texts.Length; i++)
            {
                _ = compiled.IsMatch(texts[i]) | compiled.IsMatch(utf8[i]);
            }
        }
    }

    /// <summary>Each of these has a table of fifty kilobytes, some of them of a hundred; no more than the two generations of the cache stay.</summary>
    [Fact]
    public void Hundreds_of_large_patterns_do_not_stay()
    {
        GivenPattern.Of("^.{1,9999}$");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var index = 0; index < 300; index++)
        {
            GivenPattern.Of($"^.{{1,{10_000 + index}}}$");
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 3 * StringPattern.CacheCapacity);
    }

    /// <summary>The least of several rounds: buffers and code are made in the first.</summary>
    private static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

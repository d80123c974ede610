using System.Collections;
using System.Reflection;
using McpSecure.Benchmarks.Support;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Allocation;

/// <summary>The empty filters are a fair comparison only where McpSecure has its own: as many, in the same lists.</summary>
public sealed class EmptyFilterTests
{
    [Fact]
    public async Task Empty_filters_stand_in_the_lists_in_which_McpSecure_stands()
    {
        await using var empty = new MeasuredServer(new Load { Filters = Filters.Empty });
        await using var secured = new MeasuredServer(new Load { Filters = Filters.Secured });

        var expected = Counts(secured.Options);

        Assert.Equal(16, expected.Values.Sum());
        Assert.Equal(expected, Counts(empty.Options));
    }

    /// <summary>How many filters each list of the SDK holds, lists that this test does not know included.</summary>
    private static SortedDictionary<string, int> Counts(McpServerOptions options)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in new object[] { options.Filters.Message, options.Filters.Request })
        {
            foreach (var property in group.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                counts[property.Name] = ((ICollection)property.GetValue(group)!).Count;
            }
        }

        return counts;
    }
}

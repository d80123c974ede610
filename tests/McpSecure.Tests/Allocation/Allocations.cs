using System.Diagnostics;
using Xunit.Abstractions;

namespace McpSecure.Tests.Allocation;

/// <summary>Counts what code allocates, after everything that is made once has been made.</summary>
internal static class Allocations
{
    private const int Times = 2_000;
    private const int Rounds = 5;

    /// <summary>How many bytes a call allocates more than another, whichever threads allocate them.</summary>
    public static async Task<double> OverAsync(Func<Task> call, Func<Task> other)
    {
        var (least, leastOfOther) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round <= Rounds; round++)
        {
            var (bytes, bytesOfOther) = (await OfAsync(call), await OfAsync(other));
            if (round > 0) // in the first, caches are filled and code is generated
            {
                // What else the process does only adds.
                least = Math.Min(least, bytes);
                leastOfOther = Math.Min(leastOfOther, bytesOfOther);
            }
        }

        return least - leastOfOther;
    }

    /// <summary>How many bytes five hundred checks allocate, which do not wait, in the best of some rounds. Writes that, and how long one takes.</summary>
    public static long OnThisThread(Action check, ITestOutputHelper output)
    {
        const int Checks = 500;
        var least = long.MaxValue;
        var fastest = TimeSpan.MaxValue;
        for (var round = 0; round < 12; round++)
        {
            var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            for (var time = 0; time < Checks; time++)
            {
                check();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            var took = Stopwatch.GetElapsedTime(started) / Checks;
            fastest = took < fastest ? took : fastest;
        }

        output.WriteLine($"{fastest.TotalNanoseconds:F0} ns, {least} B in {Checks} calls");
        return least;
    }

    private static async Task<double> OfAsync(Func<Task> call)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var index = 0; index < Times; index++)
        {
            await call();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Times;
    }
}

/// <summary>Tests that count bytes. They run after all others, one at a time: the counter is that of the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CountedBytes
{
    public const string Name = "Counted bytes";
}

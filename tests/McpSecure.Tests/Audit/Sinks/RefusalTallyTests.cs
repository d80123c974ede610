using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>Whoever is refused a million times must not fill the disk, and each refusal is counted all the same.</summary>
public sealed class RefusalTallyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task A_million_refusals_have_less_than_five_hundred_entries_and_none_is_lost(int callers)
    {
        var time = new FakeTime();
        using var tally = new RefusalTally(time);
        var summaries = new List<AuditEntry>();
        var refusal = new Refusal(RefusalCode.NotFound, "x");
        var names = Enumerable.Range(0, callers).Select(number => new Caller { Subject = $"caller {number}" }).ToArray();
        var kept = 0;

        for (var call = 0; call < 1_000_000; call++)
        {
            var record = new AuditRecord(null!, "tools/call", null, 0) { Caller = names[call % callers] };
            record.Refused("authorization", refusal);
            kept += tally.TryCount(record, Keep) ? 1 : 0;
            if (call % 10_000 == 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await tally.FlushAsync();

        Assert.InRange(kept + summaries.Count, 1, 500);
        Assert.Equal(1_000_000, kept + summaries.Sum(summary => summary.Count));

        Task Keep(AuditEntry summary)
        {
            summaries.Add(summary);
            return Task.CompletedTask;
        }
    }
}

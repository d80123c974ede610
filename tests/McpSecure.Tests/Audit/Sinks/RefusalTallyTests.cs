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

    /// <summary>The attack: whoever is refused in every way there is takes the detail of all others' refusals.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Who_is_refused_in_many_ways_takes_no_detail_of_others(int attackers)
    {
        using var tally = new RefusalTally(new FakeTime());
        for (var attacker = 0; attacker < attackers; attacker++)
        {
            foreach (var code in Enum.GetValues<RefusalCode>().Take(10))
            {
                Count(tally, new Caller { Subject = $"attacker-{attacker}" }, code, times: 10, []);
            }
        }

        Assert.Equal(3, Count(tally, new Caller { Subject = "bob" }, RefusalCode.NotFound, times: 3, []));
    }

    /// <summary>The attack: clients can be registered as one likes, and each would have its own share and its own summary.</summary>
    [Fact]
    public async Task A_person_with_many_clients_is_one_and_takes_nobody_elses_name_from_the_record()
    {
        var summaries = new List<AuditEntry>();
        using var tally = new RefusalTally(new FakeTime());
        var kept = Enumerable.Range(0, 120).Sum(client => Count(tally, new Caller { Subject = "mallory", Client = $"c{client}" }, RefusalCode.NotFound, times: 1, summaries));

        Assert.Equal(10, kept);
        Assert.Equal(10, Count(tally, new Caller { Subject = "bob" }, RefusalCode.NotFound, times: 12, summaries));
        await tally.FlushAsync();
        Assert.Equal([("mallory", 110L), ("bob", 2L)], summaries.Select(summary => (summary.User, summary.Count)));
    }

    /// <summary>The attack: a summary for each way to be refused, until there is none left for others.</summary>
    [Fact]
    public async Task Who_is_refused_in_many_ways_takes_nobody_elses_name_from_the_record()
    {
        var summaries = new List<AuditEntry>();
        using var tally = new RefusalTally(new FakeTime());
        foreach (var code in Enum.GetValues<RefusalCode>())
        {
            for (var attacker = 0; attacker < 5; attacker++)
            {
                Count(tally, new Caller { Subject = $"attacker-{attacker}" }, code, times: 12, summaries);
            }
        }

        Count(tally, new Caller { Subject = "bob" }, RefusalCode.NotFound, times: 12, summaries);
        await tally.FlushAsync();

        Assert.Equal(9, Assert.Single(summaries, summary => summary.User == "bob").Count);
        Assert.InRange(summaries.Count, 35, 90);
    }

    [Fact]
    public void One_person_has_thirty_entries_a_minute_and_in_the_next_minute_again()
    {
        var time = new FakeTime();
        using var tally = new RefusalTally(time);
        for (var minute = 0; minute < 2; minute++)
        {
            Assert.Equal(30, Enum.GetValues<RefusalCode>().Sum(code => Count(tally, new Caller { Subject = "ann" }, code, times: 10, [])));
            time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private static int Count(RefusalTally tally, Caller caller, RefusalCode code, int times, List<AuditEntry> summaries)
    {
        var kept = 0;
        for (var time = 0; time < times; time++)
        {
            var record = new AuditRecord(null!, "tools/call", null, 0) { Caller = caller };
            record.Refused("authorization", new Refusal(code, "x"));
            kept += tally.TryCount(record, Keep) ? 1 : 0;
        }

        return kept;

        Task Keep(AuditEntry summary)
        {
            summaries.Add(summary);
            return Task.CompletedTask;
        }
    }
}

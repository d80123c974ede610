using System.Diagnostics.Metrics;
using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace McpSecure.Tests.Audit;

/// <summary>A client can send a hundred thousand messages a second that run nothing: the log must be neither the way to fill a disk nor one to be overlooked.</summary>
public sealed class LogBudgetTests
{
    private const int MostOfOne = 2480;

    private readonly FakeTime _time = new();
    private readonly LogBudget _budget;

    public LogBudgetTests() => _budget = new(_time);

    [Fact]
    public void Of_a_flood_the_first_of_a_minute_are_logged_and_the_next_minute_says_how_many_were_not()
    {
        Assert.Equal(MostOfOne, Refusals(Named("mallory"), 100_000));

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, Refusals(Named("mallory"), 1));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_budget.TryTake(Named("mallory"), LogLevel.Warning, out var missing));
        Assert.Equal(100_001 - MostOfOne, missing);
        Assert.True(_budget.TryTake(Named("mallory"), LogLevel.Warning, out missing));
        Assert.Equal(0, missing);
    }

    /// <summary>The attack: a flood that is allowed, so that what is not allowed is overlooked.</summary>
    [Fact]
    public async Task A_flood_of_pings_takes_no_line_of_a_refusal()
    {
        var logs = new RecordedLogs();
        await using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(logs)).AddMetrics().BuildServiceProvider();
        var trail = new AuditTrail(
            services.GetRequiredService<ILoggerFactory>(), services.GetRequiredService<IMeterFactory>(), _time, Options.Create(new McpSecurityOptions()), new Nobody());

        for (var ping = 0; ping < 32_000; ping++)
        {
            var record = trail.Begin("ping");
            record.Caller = Named(ping % 2 == 0 ? "mallory" : "carol");
            record.Ended(CallOutcome.Completed);
            record.Write();
        }

        for (var call = 0; call < 5; call++)
        {
            var record = trail.Begin(Methods.CallTool);
            record.Caller = Named("carol");
            record.Refused("authorization", new Refusal(RefusalCode.NotFound, "x"));
            record.Write();
        }

        Assert.Equal(5, logs.Entries.Count(entry => entry.EventId.Name == "mcpsecure.refusal"));
        Assert.Equal(2 * MostOfOne, logs.Entries.Count(entry => entry.EventId.Name == "mcpsecure.message"));
    }

    /// <summary>Also some who work together leave everybody else some lines.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void A_flood_of_refusals_takes_no_line_of_another_persons(int attackers)
    {
        for (var attacker = 0; attacker < attackers; attacker++)
        {
            Refusals(Named($"attacker-{attacker}"), 20_000);
        }

        Assert.InRange(Refusals(Named("carol"), 100), 10, 100);
    }

    [Fact]
    public void A_person_with_many_clients_has_the_share_of_one() =>
        Assert.Equal(MostOfOne, Enumerable.Range(0, 1000).Sum(client => Refusals(new Caller { Subject = "mallory", Client = $"c{client}" }, 20)));

    /// <summary>However many come, and by whatever names: no more than before there were shares.</summary>
    [Fact]
    public void All_together_get_thirty_thousand_lines_and_cost_no_memory()
    {
        var people = Enumerable.Range(0, 10_000).Select(number => Named($"person-{number}")).ToArray();
        Assert.True(_budget.TryTake(people[0], LogLevel.Information, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var logged = 1;
        for (var round = 0; round < 100; round++)
        {
            foreach (var person in people)
            {
                logged += _budget.TryTake(person, round % 2 == 0 ? LogLevel.Warning : LogLevel.Information, out _) ? 1 : 0;
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(30_000, logged);
    }

    private static Caller Named(string subject) => new() { Issuer = "https://login.example", Subject = subject };

    private int Refusals(Caller caller, int count) => Enumerable.Range(0, count).Count(_ => _budget.TryTake(caller, LogLevel.Warning, out var _));

    private sealed class Nobody : ICallWatch
    {
        public void Observe(in CallFacts facts)
        {
            // nobody watches
        }

        public void JournalFailed()
        {
            // nobody watches
        }
    }
}

using System.Globalization;
using McpSecure.Alerts;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Alerts;

/// <summary>What is known of each caller, however many come, and whoever wants it forgotten.</summary>
[Collection(Allocation.CountedBytes.Name)]
public sealed class IdentityTableTests
{
    private const long MostBytes = 64L * 1024 * 1024;

    /// <summary>With the rule that needs most, and each of them with calls, refusals, arguments and an alert.</summary>
    [Fact]
    public async Task A_million_callers_take_no_more_than_64_MiB()
    {
        await using var watched = new Watched(options => options.Rules["enumeration"] = true);
        watched.See(arguments: """{ "id": 1 }""");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var caller = 0; caller < 1_000_000; caller++)
        {
            watched.See(Watched.Someone($"user-{caller.ToString(CultureInfo.InvariantCulture)}"), arguments: caller % 16 == 0 ? """{ "id": 1 }""" : null, seconds: 0);
        }

        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(watched.Monitor);

        Assert.InRange(taken, 1024 * 1024, MostBytes);
    }

    /// <summary>Whoever comes under a million names, again and again for a week, does not make the server forget what is usual for somebody.</summary>
    [Fact]
    public async Task Nobody_makes_the_server_forget_a_caller_it_knows()
    {
        await using var watched = new Watched(options => options.LearningDays = 2);
        watched.Work(days: 3);
        for (var day = 0; day < 7; day++)
        {
            for (var caller = 0; caller < 150_000; caller++)
            {
                watched.See(Watched.Someone($"attacker-{day}-{caller}"), seconds: 0);
            }

            watched.Time.Advance(TimeSpan.FromDays(1));
        }

        watched.See(tool: "delete_order");

        Assert.Contains(await watched.AlertsAsync(), alert => (alert.Rule, alert.Caller) == ("first_use", "ann"));
    }

    [Fact]
    public void A_place_is_given_away_if_hardly_anything_was_known_or_nobody_came_for_weeks()
    {
        const long Hour = TimeSpan.TicksPerHour;
        var few = new Profile { Tag = 1, LastTicks = 0, Calls = 9 };
        var learning = new Profile { Tag = 1, LastTicks = 0, Calls = 10 };
        var learned = new Profile { Tag = 1, LastTicks = 0, Calls = 10, IsLearned = true };

        Assert.True(default(Profile).IdleTicks(0) > 0);
        Assert.Equal([-1L, -1L, -1L], new[] { few, learning, learned }.Select(profile => profile.IdleTicks(Hour)));
        Assert.Equal([true, false, false], new[] { few, learning, learned }.Select(profile => profile.IdleTicks(2 * Hour) > 0));
        Assert.Equal([true, true, false], new[] { few, learning, learned }.Select(profile => profile.IdleTicks(8 * 24 * Hour) > 0));
        Assert.Equal([true, true, true], new[] { few, learning, learned }.Select(profile => profile.IdleTicks(41 * 24 * Hour) > 0));
    }

    [Fact]
    public void Those_for_whom_there_is_no_place_share_one_and_are_counted()
    {
        var table = new IdentityTable(hasSketches: false, sets: 1);
        for (ulong tag = 1; tag <= 7; tag++)
        {
            Assert.False(Find(table, tag));
        }

        Assert.True(Find(table, 8));
        Assert.True(Find(table, 9));
        Assert.False(Find(table, 3));
        Assert.Equal((7, 2), (table.Learning, table.Shared));
    }

    /// <summary>They are watched together: nobody hides in the crowd.</summary>
    [Fact]
    public async Task Whoever_has_no_place_of_his_own_is_watched_all_the_same()
    {
        await using var watched = new Watched();
        for (var caller = 0; caller < 200_000; caller++)
        {
            watched.See(Watched.Someone($"user-{caller}"), seconds: 0);
        }

        watched.Time.Advance(TimeSpan.FromMinutes(20));
        for (var caller = 0; caller < 12; caller++)
        {
            watched.Refuse(40, Watched.Someone($"attacker-{caller}"));
        }

        Assert.Equal(12, (await watched.AlertsAsync()).Count(alert => alert.Rule == "refusal_rate"));
    }

    [Fact]
    public async Task It_can_be_seen_how_many_are_still_learning()
    {
        await using var watched = new Watched();
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, watched.Meters);
        watched.Work(days: 5);
        watched.See(Watched.Someone("bob"));
        measured.Observe();
        watched.Work(days: 1);
        measured.Observe();

        var states = measured.Of("mcpsecure.alerts.callers").Select(one => $"{one.Tags["mcpsecure.alert.state"]} {one.Value}");

        Assert.Equal(["learning 2", "learned 0", "learning 1", "learned 1"], states);
    }

    private static bool Find(IdentityTable table, ulong tag)
    {
        table.Find(table.SetOf(tag), tag, now: 1, out _, out var isShared);
        return isShared;
    }
}

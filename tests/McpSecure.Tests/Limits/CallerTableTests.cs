using McpSecure.Limits;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Limits;

/// <summary>How much each caller has left, whatever the others do, in memory that does not grow.</summary>
public sealed class CallerTableTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void As_many_calls_begin_as_a_minute_has_and_grow_back_evenly()
    {
        var table = new CallerTable(_time);
        var limit = new Limit(CallsPerMinute: 6, int.MaxValue);

        Assert.Equal(6, Begin(table, "a", limit, tries: 100));

        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(0, Begin(table, "a", limit, tries: 100));
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, Begin(table, "a", limit, tries: 100));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(6, Begin(table, "a", limit, tries: 100));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(600)]
    [InlineData(1_000_000)]
    public void In_an_hour_no_more_begin_than_an_hour_has_and_one_minute_in_advance(int rate)
    {
        var table = new CallerTable(_time);
        var limit = new Limit(rate, int.MaxValue);
        var step = TimeSpan.FromSeconds(Math.Max(0.5, 30.0 / rate));

        var begun = 0L;
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(1) && begun < 3_000_000; passed += step)
        {
            begun += Begin(table, "a", limit, tries: 50_000);
            _time.Advance(step);
        }

        Assert.InRange(begun, rate, 61L * rate);
    }

    [Fact]
    public void The_refusal_says_when_the_next_call_may_begin()
    {
        var table = new CallerTable(_time);
        var limit = new Limit(CallsPerMinute: 4, int.MaxValue);
        Begin(table, "a", limit, tries: 4);

        var answer = table.Enter("a", limit, out _);
        Assert.False(answer.IsAdmitted);
        Assert.Equal(15, LimitRefusals.OfCaller(answer, _time).RetryAfterSeconds);

        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.True(table.Enter("a", limit, out _).IsAdmitted);
    }

    [Fact]
    public void As_many_run_at_once_as_may_and_one_more_when_one_has_ended()
    {
        var table = new CallerTable(_time);
        var limit = new Limit(int.MaxValue, ConcurrentCalls: 2);

        Assert.True(table.Enter("a", limit, out var first).IsAdmitted);
        Assert.True(table.Enter("a", limit, out _).IsAdmitted);
        Assert.Equal(Answer.Busy, table.Enter("a", limit, out _));
        Assert.True(table.Enter("b", limit, out _).IsAdmitted);

        table.Release(first);
        Assert.True(table.Enter("a", limit, out _).IsAdmitted);
        Assert.Equal(Answer.Busy, table.Enter("a", limit, out _));
    }

    /// <summary>The attack: come back under so many names that the table forgets who has used up what he may.</summary>
    [Fact]
    public void A_bucket_that_is_not_full_is_not_forgotten_however_many_others_come()
    {
        var table = new CallerTable(_time, sets: 4);
        var limit = new Limit(CallsPerMinute: 3, int.MaxValue);
        Assert.Equal(3, Begin(table, "victim of his own", limit, tries: 10));

        for (var name = 0; name < 1000; name++)
        {
            table.Enter(Invariant(name), limit, out _);
        }

        Assert.Equal(0, Begin(table, "victim of his own", limit, tries: 10));
    }

    /// <summary>The attack: as many others as there are places and more, each refused once, so that no place is free. The refusals of others are nobody's.</summary>
    [Fact]
    public void A_million_names_that_are_refused_make_nobody_wait()
    {
        var table = new CallerTable(_time);
        var limit = new Limit(CallsPerMinute: 600, ConcurrentCalls: 32);
        for (var name = 0; name < 1_000_000; name++)
        {
            Call(table, Invariant(name), limit);
            table.Refused(Invariant(name), most: 120, coolDownSeconds: 60);
        }

        Assert.All(Enumerable.Range(0, 1000).Select(victim => $"victim {victim}"), victim =>
        {
            Assert.True(table.Ask(victim).IsAdmitted);
            Assert.All(Enumerable.Range(0, 60), _ => Assert.True(Call(table, victim, limit)));
            Assert.False(table.Refused(victim, most: 120, coolDownSeconds: 60));
        });
    }

    /// <summary>The same, and the last place of each set is emptied and made to wait, which those who have none used to share.</summary>
    [Fact]
    public void Who_finds_no_place_gets_the_one_of_which_least_is_used()
    {
        var table = new CallerTable(_time, sets: 1);
        var limit = new Limit(CallsPerMinute: 600, ConcurrentCalls: 32);
        for (var name = 0; name < 7; name++)
        {
            Call(table, Invariant(name), limit);
        }

        for (var call = 0; call < 10_000; call++)
        {
            Call(table, "loud", limit);
            table.Refused("loud", most: 120, coolDownSeconds: 60);
        }

        Assert.True(table.Ask("quiet").IsAdmitted);
        Assert.InRange(Enumerable.Range(0, 600).Count(_ => Call(table, "quiet", limit)), 590, 599);
        Assert.False(Call(table, "loud", limit));
    }

    /// <summary>The attack: use up what one may, then come under other names until the place is given away, and come back.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void An_empty_bucket_is_not_filled_by_giving_its_place_away(int names)
    {
        var table = new CallerTable(_time, sets: 4);
        var limit = new Limit(CallsPerMinute: 600, ConcurrentCalls: 32);
        Assert.Equal(600, Enumerable.Range(0, 1000).Count(_ => Call(table, "a", limit)));

        var begun = Enumerable.Range(0, names).Count(name => Call(table, Invariant(name), limit));

        Assert.InRange(begun, 1, 4 * 8 * 600);
        Assert.False(Call(table, "a", limit));
        _time.Advance(TimeSpan.FromSeconds(0.05));
        Assert.False(Call(table, "a", limit));
    }

    /// <summary>What runs is never given away with a place, or the one whose it is could start as much again.</summary>
    [Fact]
    public void Who_has_as_many_running_as_may_has_no_more_however_many_come()
    {
        var table = new CallerTable(_time, sets: 1);
        var limit = new Limit(int.MaxValue, ConcurrentCalls: 3);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(table.Enter("a", limit, out var _).IsAdmitted));

        for (var name = 0; name < 1000; name++)
        {
            Call(table, Invariant(name), limit);
            table.Refused(Invariant(name), most: 2, coolDownSeconds: 60);
        }

        Assert.Equal(Answer.Busy, table.Enter("a", limit, out _));
    }

    [Theory]
    [InlineData(int.MaxValue, 10_000_000)]
    [InlineData(int.MaxValue, 1_000_000_000)]
    [InlineData(int.MaxValue, 1000)]
    [InlineData(1, 1)]
    public void The_largest_limits_and_the_coarsest_clocks_overflow_nowhere(int most, long frequency)
    {
        var table = new CallerTable(new OtherTime(frequency));
        var limit = new Limit(most, most);

        Assert.True(table.Enter("a", limit, out _).IsAdmitted);
        Assert.Equal(most > 1, table.Enter("a", limit, out _).IsAdmitted);
        Assert.False(table.Refused("a", int.MaxValue, int.MaxValue));
        Assert.True(table.Refused("a", 1, LimitsOptions.MostSeconds));
        Assert.True(table.Ask("a").IsCoolDown);
    }

    [Fact]
    public void A_million_names_in_a_minute_begin_no_more_than_the_places_have()
    {
        var table = new CallerTable(_time, sets: 16);
        var limit = new Limit(CallsPerMinute: 2, int.MaxValue);

        var begun = Enumerable.Range(0, 1_000_000).Sum(name => Begin(table, Invariant(name), limit, tries: 1));

        Assert.InRange(begun, 1, 16 * 8 * 2);
    }

    [Fact]
    public void Names_that_have_been_quiet_for_long_enough_make_place_for_others()
    {
        var table = new CallerTable(_time, sets: 1);
        var limit = new Limit(CallsPerMinute: 1, int.MaxValue);
        for (var name = 0; name < 100; name++)
        {
            if (table.Enter(Invariant(name), limit, out var place).IsAdmitted)
            {
                table.Release(place);
            }
        }

        Assert.Equal(0, Begin(table, "new", limit, tries: 3)); // all places are taken, and the one that newcomers share is used up

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, Begin(table, "new", limit, tries: 3));
        Assert.Equal(1, Begin(table, "newer", limit, tries: 3));
    }

    [Fact]
    public void Who_has_something_running_keeps_his_place()
    {
        var table = new CallerTable(_time, sets: 1);
        var limit = new Limit(int.MaxValue, ConcurrentCalls: 1);
        table.Enter("a", limit, out var place);
        _time.Advance(TimeSpan.FromHours(1));
        for (var name = 0; name < 100; name++)
        {
            table.Enter(Invariant(name), limit, out _);
        }

        Assert.Equal(Answer.Busy, table.Enter("a", limit, out _));
        table.Release(place);
        Assert.True(table.Enter("a", limit, out _).IsAdmitted);
    }

    [Fact]
    public async Task Never_more_run_at_once_than_may_whoever_enters_and_leaves()
    {
        var table = new CallerTable(TimeProvider.System, sets: 2);
        var limit = new Limit(int.MaxValue, ConcurrentCalls: 5);
        var running = new int[3];
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var round = 0; round < 20_000; round++)
            {
                var caller = (worker + round) % running.Length;
                if (table.Enter(Invariant(caller), limit, out var place).IsAdmitted)
                {
                    var now = Interlocked.Increment(ref running[caller]);
                    InterlockedMax(ref most, now);
                    Interlocked.Decrement(ref running[caller]);
                    table.Release(place);
                }
            }
        })));

        Assert.InRange(most, 1, 5);
        Assert.All(Enumerable.Range(0, running.Length), caller => Assert.Equal(5, Begin(table, Invariant(caller), limit, tries: 10)));
    }

    private static bool Call(CallerTable table, string caller, Limit limit)
    {
        var isAdmitted = table.Enter(caller, limit, out var place).IsAdmitted;
        if (isAdmitted)
        {
            table.Release(place);
        }

        return isAdmitted;
    }

    private static int Begin(CallerTable table, string caller, Limit limit, int tries)
    {
        var begun = 0;
        while (begun < tries && table.Enter(caller, limit, out _).IsAdmitted)
        {
            begun++;
        }

        return begun;
    }

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    private sealed class OtherTime(long frequency) : TimeProvider
    {
        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => long.MaxValue / 2;
    }
}

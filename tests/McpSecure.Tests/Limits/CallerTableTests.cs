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
}

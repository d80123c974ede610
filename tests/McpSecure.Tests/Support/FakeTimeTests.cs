namespace McpSecure.Tests.Support;

public sealed class FakeTimeTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Time_stands_still_until_it_is_moved()
    {
        var (now, stamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(stamp));

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(now.AddSeconds(5), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(5), _time.GetElapsedTime(stamp));
    }

    [Fact]
    public void A_cancellation_comes_due()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
        Assert.Equal(1, _time.Timers);

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(source.IsCancellationRequested);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(source.IsCancellationRequested);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void A_periodic_timer_fires_once_per_period_and_sees_the_time_it_was_due()
    {
        var start = _time.GetUtcNow();
        var fired = new List<double>();
        using var timer = _time.CreateTimer(
            _ => fired.Add((_time.GetUtcNow() - start).TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([1, 3, 5], fired);
    }
}

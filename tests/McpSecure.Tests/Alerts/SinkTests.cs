using System.Collections.Concurrent;
using System.Diagnostics;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Alerts;

/// <summary>Whatever a sink does, calls and other sinks do not notice.</summary>
public sealed class SinkTests
{
    [Fact]
    public async Task A_sink_that_throws_gets_the_next_alert_and_others_get_all()
    {
        var (broken, other) = (new Sink { Throws = true }, new Sink());
        await using var watched = new Watched(configure: null, broken, other);
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, watched.Meters);
        Raise(watched, 3);

        Assert.Equal(3, (await watched.AlertsAsync()).Count);
        Assert.Equal((3, 3), (broken.Called, other.Called));
        Assert.Equal(3, measured.Of("mcpsecure.alerts.undelivered").Count(one => one.Tags["error.type"] is "failed"));
        Assert.All(watched.Logs.From(McpSecurityTelemetry.LogCategory).Where(entry => entry.EventId.Id == 29), entry => Assert.DoesNotContain(Sink.Secret, entry.Message, StringComparison.Ordinal));
        Assert.Equal(3, watched.Logs.Entries.Count(entry => entry.EventId.Name == "mcpsecure.alert.undelivered"));
    }

    [Fact]
    public async Task A_sink_that_hangs_holds_up_nobody_and_what_it_loses_is_counted()
    {
        var (hanging, other) = (new Sink { Hangs = true }, new Sink());
        await using var watched = new Watched(options => options.AlertsPerHour = 10_000, hanging, other);
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, watched.Meters);
        for (var alerts = 1; alerts <= 300; alerts++)
        {
            watched.See(Unexpected(alerts));
            await Patience.UntilAsync(() => other.Called == alerts);
        }

        Assert.Equal(1, hanging.Called);
        Assert.Equal(300 - 256 - 1, measured.Of("mcpsecure.alerts.undelivered").Count(one => one.Tags["error.type"] is "queue_full"));
        hanging.GoOn.SetResult();
    }

    [Fact]
    public async Task A_sink_that_keeps_its_thread_holds_up_nobody()
    {
        using var blocks = new ManualResetEventSlim();
        var (blocking, other) = (new Sink { Blocks = blocks }, new Sink());
        await using var watched = new Watched(configure: null, blocking, other);
        Raise(watched, 3);
        await Patience.UntilAsync(() => other.Called == 3);
        blocks.Set();
    }

    [Fact]
    public async Task A_sink_is_told_when_its_time_is_over()
    {
        var hanging = new Sink { Hangs = true };
        await using var watched = new Watched(configure: null, hanging);
        Raise(watched, 1);
        await Patience.UntilAsync(() => hanging.Called == 1);
        Assert.False(hanging.Token.IsCancellationRequested);

        watched.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(hanging.Token.IsCancellationRequested);
        hanging.GoOn.SetResult();
    }

    [Fact]
    public async Task A_server_that_stops_waits_some_seconds_for_a_sink_and_no_longer()
    {
        var hanging = new Sink { Hangs = true };
        await using var watched = new Watched(configure: null, hanging);
        Raise(watched, 1);
        await Patience.UntilAsync(() => hanging.Called == 1);

        var stopped = watched.Monitor.DisposeAsync().AsTask(); // when it comes back, it has set its clock
        Assert.False(stopped.IsCompleted);
        watched.Time.Advance(TimeSpan.FromSeconds(5));
        await stopped.OrGiveUp();
        Assert.True(hanging.Token.IsCancellationRequested);
        hanging.GoOn.SetResult();
    }

    [Fact]
    public async Task Each_alert_is_a_log_event_and_a_measurement()
    {
        await using var watched = new Watched();
        using var measured = new RecordedMeasurements(McpSecurityTelemetry.MeterName, watched.Meters);
        Raise(watched, 2);
        watched.Monitor.JournalFailed();
        await watched.AlertsAsync();

        var events = watched.Logs.From(McpSecurityTelemetry.LogCategory).Where(entry => entry.EventId is { Id: 28, Name: "mcpsecure.alert" }).ToArray();

        Assert.Equal([LogLevel.Warning, LogLevel.Warning, LogLevel.Error], events.Select(entry => entry.Level));
        Assert.Equal(("outside_hours", "user-1"), (events[1]["Rule"], events[1]["Caller"]));
        Assert.Equal(["outside_hours", "outside_hours", "journal_failure"], measured.Of("mcpsecure.alerts").Select(one => one.Tags["security_rule.name"]));
    }

    [Fact]
    public async Task An_alert_is_an_event_of_the_span_that_led_to_it()
    {
        await using var watched = new Watched();
        using var span = new Activity("call").Start();
        Raise(watched, 1);

        var told = Assert.Single(span.Events);

        Assert.Equal("mcpsecure.alert", told.Name);
        Assert.Contains(new KeyValuePair<string, object?>("security_rule.name", "outside_hours"), told.Tags);
    }

    /// <summary>The call that led to an alert is not the one whose state the sink runs in: it has its own caller, its own span.</summary>
    [Fact]
    public async Task A_sink_does_not_run_in_the_state_of_a_call()
    {
        var sink = new Sink();
        await using var watched = new Watched(configure: null, sink);
        using (new Activity("call").Start())
        {
            Raise(watched, 1);
        }

        await watched.AlertsAsync();

        Assert.Equal([null], sink.Spans);
    }

    private static void Raise(Watched watched, int alerts)
    {
        for (var alert = 0; alert < alerts; alert++)
        {
            watched.See(Unexpected(alert));
        }
    }

    /// <summary>Somebody of whom each call is an alert.</summary>
    private static Caller Unexpected(int number) => Watched.Someone($"user-{number}", Watched.NeverExpected);

    private sealed class Sink : IAlertSink
    {
        public const string Secret = "hunter2";
        private int _called;

        public bool Throws { get; init; }

        public bool Hangs { get; init; }

        public ManualResetEventSlim? Blocks { get; init; }

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken Token { get; private set; }

        public ConcurrentQueue<Activity?> Spans { get; } = new();

        public int Called => Volatile.Read(ref _called);

        public async ValueTask SendAsync(Alert alert, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            Spans.Enqueue(Activity.Current);
            Interlocked.Increment(ref _called);
            Blocks?.Wait(Patience.Limit, CancellationToken.None);
            if (Hangs)
            {
                await GoOn.Task;
            }

            if (Throws)
            {
                throw new InvalidOperationException(Secret);
            }
        }
    }
}

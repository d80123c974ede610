using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using McpSecure.Alerts;
using McpSecure.Calls;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.Alerts;

/// <summary>A monitor on a clock that the test moves, and what it has said.</summary>
internal sealed class Watched : IAsyncDisposable
{
    /// <summary>A role in which nobody is ever expected.</summary>
    public const string NeverExpected = "never";

    private readonly ServiceProvider _services;
    private readonly Kept _kept = new();
    private int _calls;

    public Watched(Action<AlertOptions>? configure = null, params IAlertSink[] sinks)
    {
        var options = new AlertOptions { Hours = { [NeverExpected] = new() } };
        configure?.Invoke(options);
        _services = new ServiceCollection().AddLogging(logging => logging.AddProvider(Logs)).AddMetrics().BuildServiceProvider();
        Meters = _services.GetRequiredService<IMeterFactory>();
        Monitor = new AlertMonitor(options, [_kept, .. sinks], _services.GetRequiredService<ILoggerFactory>(), Meters, Time);
    }

    /// <summary>A Monday.</summary>
    public FakeTime Time { get; } = new(new DateTimeOffset(2026, 8, 3, 9, 0, 0, TimeSpan.Zero));

    public AlertMonitor Monitor { get; }

    public RecordedLogs Logs { get; } = new();

    public IMeterFactory Meters { get; }

    public static Caller Someone(string subject = "ann", params string[] roles) => new() { Issuer = "https://login.example", Subject = subject, Roles = roles };

    /// <summary>One message, and then as much time as there is between two.</summary>
    public void See(
        Caller? caller = null, CallOutcome ending = CallOutcome.Completed, RefusalCode? code = null, string? tool = "search", double seconds = 1,
        PrimitiveKind kind = PrimitiveKind.Tool, string? arguments = null)
    {
        _calls++;
        Monitor.Observe(new CallFacts
        {
            Caller = caller ?? Someone(),
            Method = Methods.CallTool,
            Kind = kind,
            Target = tool,
            Code = code,
            Ending = ending,
            Time = Time.GetUtcNow(),
            Arguments = arguments is null ? null : JsonDocument.Parse(arguments).RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value),
        });
        Time.Advance(TimeSpan.FromSeconds(seconds));
    }

    public void Refuse(int times, Caller? caller = null, RefusalCode code = RefusalCode.NotAllowed, double seconds = 1)
    {
        for (var time = 0; time < times; time++)
        {
            See(caller, CallOutcome.Refused, code, seconds: seconds);
        }
    }

    /// <summary>Ordinary days: calls in the morning, and then the clock is at the same time of the next day.</summary>
    public void Work(int days, Caller? caller = null, int calls = 40, double seconds = 6, string tool = "search")
    {
        for (var day = 0; day < days; day++)
        {
            var morning = Time.GetUtcNow();
            for (var call = 0; call < calls; call++)
            {
                See(caller, seconds: seconds, tool: tool);
            }

            Time.Advance(morning.AddDays(1) - Time.GetUtcNow());
        }
    }

    /// <summary>What has been said by now: each alert has gone through the queue.</summary>
    public async Task<IReadOnlyList<Alert>> AlertsAsync()
    {
        await Monitor.DisposeAsync();
        return [.. _kept.Alerts];
    }

    public async ValueTask DisposeAsync()
    {
        // A sink that hangs is given up by the clock, and that is ours.
        var stopped = Monitor.DisposeAsync().AsTask();
        await Patience.UntilAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            return stopped.IsCompleted;
        });
        await _services.DisposeAsync();
    }

    private sealed class Kept : IAlertSink
    {
        public ConcurrentQueue<Alert> Alerts { get; } = new();

        public ValueTask SendAsync(Alert alert, CancellationToken cancellationToken)
        {
            Alerts.Enqueue(alert);
            return ValueTask.CompletedTask;
        }
    }
}

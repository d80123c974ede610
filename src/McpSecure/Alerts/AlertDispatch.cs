using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace McpSecure.Alerts;

/// <summary>Gives each alert to the log and to every sink, each at its own pace. Never waits, never throws.</summary>
internal sealed class AlertDispatch : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(5);

    private readonly SinkQueue[] _queues;
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;

    public AlertDispatch(IEnumerable<IAlertSink> sinks, ILoggerFactory loggers, Meter meter, TimeProvider time)
    {
        _time = time;
        var logger = loggers.CreateLogger(McpSecurityTelemetry.LogCategory);
        var undelivered = meter.CreateCounter<long>(
            "mcpsecure.alerts.undelivered", "{alert}", "Alerts that a sink did not get, because it is slow, or threw.");
        _queues = [.. sinks.Prepend(new LogAlertSink(logger, meter)).Select(sink => new SinkQueue(sink, undelivered, logger, time, _stop.Token))];
    }

    public void Send(Alert alert)
    {
        foreach (var queue in _queues)
        {
            queue.Add(alert);
        }
    }

    /// <summary>The server stops: gives the sinks some seconds for what is still in their queues.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_queues.Select(queue => queue.CompleteAsync())).WaitAsync(LastWait, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A sink that hangs has had its time.
        }

        await _stop.CancelAsync().ConfigureAwait(false); // not disposed: a sink that hangs may still ask it, and it holds nothing
    }

    /// <summary>The same without waiting for them.</summary>
    public void Dispose()
    {
        foreach (var queue in _queues)
        {
            _ = queue.CompleteAsync();
        }
    }
}

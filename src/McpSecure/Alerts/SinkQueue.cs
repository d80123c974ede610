using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace McpSecure.Alerts;

/// <summary>The alerts that wait for one sink, and the one reader that gives them to it.</summary>
internal sealed partial class SinkQueue
{
    private const int Length = 256;
    private static readonly TimeSpan SendTime = TimeSpan.FromSeconds(30);

    private readonly Channel<Alert> _alerts = Channel.CreateBounded<Alert>(new BoundedChannelOptions(Length) { SingleReader = true });
    private readonly IAlertSink _sink;
    private readonly Counter<long> _undelivered;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stop;
    private readonly Lazy<Task> _reader;

    public SinkQueue(IAlertSink sink, Counter<long> undelivered, ILogger logger, TimeProvider time, CancellationToken stop)
    {
        _sink = sink;
        _undelivered = undelivered;
        _logger = logger;
        _time = time;
        _stop = stop;

        // With the first alert: most servers never have one. On the pool, and without the call in whose course it is begun.
        _reader = new(() =>
        {
            using (ExecutionContext.SuppressFlow())
            {
                return Task.Run(ReadAsync, CancellationToken.None);
            }
        });
    }

    public void Add(Alert alert)
    {
        if (!_alerts.Writer.TryWrite(alert))
        {
            Count("queue_full");
        }

        _ = _reader.Value;
    }

    /// <summary>Takes nothing any more.</summary>
    /// <returns>When what was waiting has been sent.</returns>
    public Task CompleteAsync()
    {
        _alerts.Writer.TryComplete();
        return _reader.IsValueCreated ? _reader.Value : Task.CompletedTask;
    }

    private async Task ReadAsync()
    {
        await foreach (var alert in _alerts.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await SendAsync(alert).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Alert alert)
    {
        try
        {
            using var time = new CancellationTokenSource(SendTime, _time);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(time.Token, _stop);
            await _sink.SendAsync(alert, end.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Count("failed");
            LogUndelivered(_sink.GetType().FullName ?? "-", alert.Rule, exception.GetType().FullName ?? "-");
        }
    }

    private void Count(string reason) => _undelivered.Add(
        1,
        new KeyValuePair<string, object?>("mcpsecure.alert.sink", _sink.GetType().FullName),
        new KeyValuePair<string, object?>("error.type", reason));

    [LoggerMessage(29, LogLevel.Error, "{Sink} did not take an alert of {Rule}: {Error}", EventName = "mcpsecure.alert.undelivered")]
    private partial void LogUndelivered(string sink, string rule, string error);
}

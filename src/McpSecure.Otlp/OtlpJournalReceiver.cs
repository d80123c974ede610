using McpSecure.Journal;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace McpSecure.Otlp;

/// <summary>Sends the journal by OTLP, and has a batch when the collector has said so.</summary>
/// <remarks>
/// A pipeline of its own: no sampler, filter, level or queue of the application's stands between. Log records cannot be made but by a logger, so that there is one.
/// </remarks>
internal sealed class OtlpJournalReceiver : IJournalReceiver, IDisposable
{
    /// <summary>The most records of one call, all of which wait in the queue until they are sent.</summary>
    private const int QueueLength = 2048;

    /// <summary>Nothing is sent but what is asked for.</summary>
    private const int Never = int.MaxValue;

    /// <summary>The exporter gives up by itself, in the time that it was given, and says so; milliseconds more until then.</summary>
    private const long Grace = 2000;

    private const long LongestWait = 60_000;

    private readonly RecordStamp _stamp = new();
    private readonly SentRecords _sent;
    private readonly BatchLogRecordExportProcessor _queue;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly int _timeout;

    public OtlpJournalReceiver(OtlpExporterOptions options)
    {
        _timeout = (int)Math.Clamp(options.TimeoutMilliseconds + Grace, Grace, LongestWait);
        _sent = new SentRecords(new OtlpLogExporter(options));
        _queue = new BatchLogRecordExportProcessor(_sent, QueueLength, Never, Never, QueueLength / 4);
        _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(telemetry =>
        {
            telemetry.IncludeFormattedMessage = true;
            telemetry.AddProcessor(_stamp).AddProcessor(_queue);
        }));
        _logger = _loggers.CreateLogger(McpSecurityTelemetry.JournalLogCategory);
    }

    public string Name => "otlp";

    public ValueTask ReceiveAsync(string chain, IReadOnlyList<JournalRecord> records, CancellationToken cancellationToken) =>
        new(Task.Run(() => Send(chain, records, cancellationToken), CancellationToken.None));

    public void Dispose() => _loggers.Dispose();

    private void Send(string chain, IReadOnlyList<JournalRecord> records, CancellationToken cancellationToken)
    {
        // What an earlier call has left is sent first: else nobody could tell which of them have arrived.
        Flush("The collector does not take what it was sent before.");
        _sent.Begin();
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _stamp.Next(record);
            var told = new JournalEvent(chain, record);
            _logger.Log(LogLevel.Information, JournalEvent.Id, told, exception: null, static (state, _) => state.Line);
            _sent.Expect();
        }

        Flush("The collector does not answer.");
        if (!_sent.IsComplete)
        {
            throw new IOException("The collector did not take the records. The exporter says why: its event source is OpenTelemetry-Exporter-OpenTelemetryProtocol.");
        }
    }

    private void Flush(string problem)
    {
        if (!_queue.ForceFlush(_timeout) || _sent.Waiting > 0)
        {
            throw new TimeoutException(problem);
        }
    }
}

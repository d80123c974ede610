using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;

namespace McpSecure.Otlp;

/// <summary>Knows of which records the collector has said that it has them. The exporter itself tells nobody.</summary>
internal sealed class SentRecords(OtlpLogExporter exporter) : BaseExporter<LogRecord>
{
    private readonly Lock _lock = new();
    private long _waiting;
    private bool _hasFailed;

    /// <summary>Gets how many records have been logged and not been tried.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting;
            }
        }
    }

    /// <summary>Gets a value indicating whether all that was expected since the beginning has arrived.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
            {
                return !_hasFailed && _waiting == 0;
            }
        }
    }

    /// <summary>Begins to count anew, while nothing waits.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _hasFailed = false;
        }
    }

    /// <summary>One more record waits.</summary>
    public void Expect()
    {
        lock (_lock)
        {
            _waiting++;
        }
    }

    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        var count = batch.Count; // reading a batch empties it
        var result = ExportResult.Failure;
        try
        {
            return result = exporter.Export(batch);
        }
        finally
        {
            lock (_lock)
            {
                _waiting -= count;
                _hasFailed |= result != ExportResult.Success;
            }
        }
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => exporter.ForceFlush(timeoutMilliseconds);

    protected override bool OnShutdown(int timeoutMilliseconds) => exporter.Shutdown(timeoutMilliseconds);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            exporter.Dispose();
        }

        base.Dispose(disposing);
    }
}

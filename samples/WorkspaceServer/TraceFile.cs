using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using McpSecure;

namespace WorkspaceServer;

/// <summary>Writes every finished span as one line of JSON: what an OpenTelemetry exporter would send, without a collector.</summary>
/// <remarks>
/// For reading on the machine of the server. The spans say which setting decided, which is for operators and never for clients; the
/// status descriptions are left out, because the SDK puts whole error texts there.
/// </remarks>
internal sealed class TraceFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer;
    private readonly ActivityListener _listener;

    public TraceFile(string path)
    {
        // Flushed line by line: the reader must not depend on how the server ends.
        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is McpSecurityTelemetry.ActivitySourceName or "Experimental.ModelContextProtocol",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Write,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_gate)
        {
            _writer.Dispose();
        }
    }

    private void Write(Activity activity)
    {
        var line = JsonSerializer.Serialize(new
        {
            source = activity.Source.Name,
            name = activity.DisplayName,
            trace = activity.TraceId.ToString(),
            id = activity.SpanId.ToString(),
            parent = activity.ParentSpanId.ToString(),
            start = activity.StartTimeUtc,
            milliseconds = activity.Duration.TotalMilliseconds,
            tags = activity.TagObjects.ToDictionary(
                tag => tag.Key, tag => Convert.ToString(tag.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal),
        });
        lock (_gate)
        {
            _writer.WriteLine(line);
        }
    }
}

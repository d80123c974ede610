using System.Text;
using System.Text.Json;

namespace McpSecure.Fuzz;

/// <summary>Counts the records in the trace file of the server while it grows.</summary>
internal sealed class TraceReader(string path, Fault fault) : IDisposable
{
    private const int FaultAt = 100;

    private readonly MemoryStream _rest = new();
    private bool _losesOne = fault == Fault.Record;
    private FileStream? _file;

    /// <summary>How many records there are so far.</summary>
    public int Records { get; private set; }

    /// <summary>What a record said that none may say, or <see langword="null"/>.</summary>
    public string? Defect { get; private set; }

    /// <summary>Reads what has been added.</summary>
    public void Refresh()
    {
        if (_file is null && !File.Exists(path))
        {
            return;
        }

        _file ??= new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        _file.CopyTo(_rest);
        var bytes = _rest.GetBuffer().AsSpan(0, (int)_rest.Length);
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        foreach (var range in bytes[..end].Split((byte)'\n'))
        {
            Take(bytes[range]);
        }

        var unfinished = bytes[end..].ToArray();
        _rest.SetLength(0);
        _rest.Write(unfinished);
    }

    public void Dispose()
    {
        _file?.Dispose();
        _rest.Dispose();
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(line);
        using var span = JsonDocument.ParseValue(ref reader);
        if (span.RootElement.GetProperty("source").GetString() != "McpSecure")
        {
            return; // the SDK's own
        }

        if (_losesOne && Records == FaultAt)
        {
            _losesOne = false;
            return;
        }

        Records++;
        var tags = span.RootElement.GetProperty("tags");
        if (Tag(tags, "mcpsecure.outcome") is null or "bypassed" || Tag(tags, "mcpsecure.refusal.code") == "guard_failed")
        {
            Defect ??= Encoding.UTF8.GetString(line);
        }
    }

    private static string? Tag(JsonElement tags, string name) => tags.TryGetProperty(name, out var value) ? value.GetString() : null;
}

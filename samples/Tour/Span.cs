using System.Text.Json;

namespace Tour;

/// <summary>A finished span, as WorkspaceServer wrote it with <c>--trace</c>.</summary>
internal sealed record Span(
    string Source,
    string Name,
    string Trace,
    string Id,
    string Parent,
    DateTime Start,
    double Milliseconds,
    Dictionary<string, string?> Tags)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the spans of one run, by the trace they belong to.</summary>
    public static async Task<ILookup<string, Span>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync(file, cancellationToken);
        return lines.Select(line => JsonSerializer.Deserialize<Span>(line, Web)!)
            .OrderBy(span => span.Start)
            .ToLookup(span => span.Trace, StringComparer.Ordinal);
    }

    /// <summary>Gets what McpSecure recorded under one of its names, such as <c>decided_by</c>.</summary>
    public string? Security(string name) => Tags.GetValueOrDefault($"mcpsecure.{name}");
}

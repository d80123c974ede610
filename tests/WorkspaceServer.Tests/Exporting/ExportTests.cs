using System.Diagnostics;
using System.Text;
using McpSecure.Journal;
using McpSecure.Tests.Shared;

namespace WorkspaceServer.Tests.Exporting;

/// <summary>What arrives at a collector from a server that runs: read by the field numbers of opentelemetry-proto, and by protoc.</summary>
public sealed class ExportTests(ExportedRun run) : IClassFixture<ExportedRun>
{
    private static readonly double[] Buckets = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

    [Fact]
    public void Each_call_is_a_span_below_the_span_of_the_SDK_and_says_how_it_ended()
    {
        var spans = Of("/v1/traces");
        var ours = spans.Where(span => span.TextOf(5) == "mcpsecure.message").ToArray();
        var ids = spans.Select(IdOf).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(8, ours.Length);
        Assert.All(ours, span => Assert.Contains(Convert.ToHexString(span.Of(4).Single().Bytes.Span), ids));
        Assert.Equal(
            ["completed", "refused", "refused", "completed", "refused", "refused", "refused", "refused"], ours.Select(span => Attributes(span)["mcpsecure.outcome"]));
        Assert.Equal(
            ["read_file", "read_file", "write_file", "query_notes", "query_notes", "list_files", "_OTHER"],
            ours.Select(span => Attributes(span).GetValueOrDefault("gen_ai.tool.name")).OfType<string>());
        Assert.All(ours, span => Assert.Equal("tools/call resources/read".Split(' ').Contains(Attributes(span)["mcp.method.name"]), Attributes(span).ContainsKey("user.roles")));
        Assert.Contains(spans, span => span.TextOf(5) == "tools/call read_file");
    }

    [Fact]
    public void Durations_have_the_conventional_buckets()
    {
        var metrics = Of("/v1/metrics").ToLookup(metric => metric.TextOf(1), StringComparer.Ordinal);

        Assert.NotEmpty(metrics["mcpsecure.messages"]);
        var points = metrics["mcp.server.operation.duration"].SelectMany(metric => metric.Of(9)).SelectMany(histogram => histogram.Of(1)).ToArray();
        Assert.NotEmpty(points);
        Assert.All(points, point => Assert.Equal(Buckets, point.Of(7).Single().Doubles()));
        Assert.Equal("s", metrics["mcp.server.operation.duration"].First().TextOf(3));
    }

    [Fact]
    public void Events_have_names_and_the_journal_arrives_record_by_record()
    {
        var events = Of("/v1/logs").ToLookup(record => record.TextOf(12), StringComparer.Ordinal);

        Assert.Equal(2, events["mcpsecure.message"].Count());
        Assert.Equal(6, events["mcpsecure.refusal"].Count());
        Assert.All(events["mcpsecure.refusal"], record => Assert.Equal(16, record.Of(9).Single().Bytes.Length)); // the trace of its span
        using var reader = new JournalReader(run.Journal);
        var lines = reader.ReadAll().Select(record => Encoding.UTF8.GetString(record.Line.Span)).ToArray();
        var forwarded = events["mcpsecure.journal"].Select(record => record.Of(5).Single().TextOf(1)).Distinct(StringComparer.Ordinal).ToArray();
        Assert.Equal(lines, forwarded); // its end included, and the checkpoint that covers it
        Assert.Contains("\"journal\":\"close\"", lines[^2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_planted_is_in_nothing_that_was_sent()
    {
        Assert.Equal(["application/x-protobuf"], run.Inbox.Types);
        Assert.NotEmpty(run.Inbox.All);
        Assert.Contains(run.Answers, answer => answer.Contains(ExportedRun.Token, StringComparison.Ordinal)); // it was there, and the client had asked for it
        foreach (var planted in new[] { ExportedRun.Token, ExportedRun.Invented, ExportedRun.Missing })
        {
            Assert.All(run.Inbox.All, body => Assert.True(body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(planted)) < 0, $"{planted} was sent"));
        }
    }

    [Fact]
    public void Standard_output_has_the_answers_and_nothing_else() => Assert.Equal(8, run.Answers.Count);

    /// <summary>An independent reader, which knows nothing of what we expect.</summary>
    [ProtocFact]
    public async Task Protoc_reads_the_same()
    {
        var traces = await DecodeAsync("/v1/traces");
        var metrics = await DecodeAsync("/v1/metrics");
        var logs = await DecodeAsync("/v1/logs");

        Assert.Contains("5: \"mcpsecure.message\"", traces, StringComparison.Ordinal);
        Assert.Contains("1: \"mcpsecure.outcome\"", traces, StringComparison.Ordinal);
        Assert.Contains("1: \"mcp.server.operation.duration\"", metrics, StringComparison.Ordinal);
        Assert.Contains("12: \"mcpsecure.refusal\"", logs, StringComparison.Ordinal);
        Assert.Contains("12: \"mcpsecure.journal\"", logs, StringComparison.Ordinal);
        Assert.All(new[] { traces, metrics, logs }, text =>
        {
            Assert.Contains("\"workspace\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain(ExportedRun.Token, text, StringComparison.Ordinal);
            Assert.DoesNotContain(ExportedRun.Invented, text, StringComparison.Ordinal);
        });
    }

    private static string IdOf(ProtoField span) => Convert.ToHexString(span.Of(2).Single().Bytes.Span);

    private static Dictionary<string, string> Attributes(ProtoField span) =>
        span.Of(9).ToDictionary(pair => pair.TextOf(1), pair => pair.Of(2).Single().TextOf(1), StringComparer.Ordinal);

    private async Task<string> DecodeAsync(string path)
    {
        var text = new StringBuilder();
        foreach (var body in run.Inbox.Bodies(path))
        {
            using var protoc = Process.Start(new ProcessStartInfo(ProtocFactAttribute.Program!, ["--decode_raw"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            await protoc.StandardInput.BaseStream.WriteAsync(body);
            protoc.StandardInput.Close();
            text.Append(await protoc.StandardOutput.ReadToEndAsync());
            await protoc.WaitForExitAsync();
            Assert.Equal(0, protoc.ExitCode);
        }

        return text.ToString();
    }

    /// <summary>Spans, metrics or log records: in each request they are below a resource and a scope.</summary>
    private IEnumerable<ProtoField> Of(string path) =>
        from body in run.Inbox.Bodies(path)
        from resource in ProtoField.Of(body, 1)
        from scope in resource.Of(2)
        from item in scope.Of(2)
        select item;
}

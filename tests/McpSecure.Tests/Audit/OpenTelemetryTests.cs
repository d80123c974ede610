using System.Collections.Concurrent;
using System.Diagnostics;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace McpSecure.Tests.Audit;

/// <summary>With the real OpenTelemetry SDK: one call each on the two provider builders, and the records arrive.</summary>
[Collection(GlobalListeners.Name)]
public sealed class OpenTelemetryTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("01", false, Trace)] // sampled: part of the client's trace
    [InlineData("00", false, null)]  // not sampled: a trace of its own, linked to the client's
    [InlineData("00", true, "")]     // not sampled, and the operator trusts that
    public async Task Spans_are_exported_whatever_the_client_says_about_sampling(string flags, bool trusted, string? trace)
    {
        using var exported = new Exported<Activity>();
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .SetSampler(new ParentBasedSampler(new AlwaysOnSampler()))
            .AddSource(Audited.Sdk)
            .AddMcpSecurityInstrumentation()
            .AddProcessor(new SimpleActivityExportProcessor(exported))
            .Build())
        {
            await CallAsync(flags, trusted);
        }

        var ours = exported.Items.Where(span => span.Source.Name == McpSecurityTelemetry.ActivitySourceName).ToArray();
        if (trace is "")
        {
            Assert.Empty(ours);
            return;
        }

        var span = Assert.Single(ours);
        Assert.Equal("refused", span.GetTagItem("mcpsecure.outcome"));
        Assert.Equal(trace is not null, span.TraceId.ToString() == Trace);
        Assert.Equal(trace is null ? [Trace] : [], span.Links.Select(link => link.Context.TraceId.ToString()));
        Assert.Equal(trace is null, span.ParentSpanId == default);
    }

    [Fact]
    public async Task Spans_are_exported_where_nobody_collects_those_of_the_SDK()
    {
        using var exported = new Exported<Activity>();
        using (var provider = Sdk.CreateTracerProviderBuilder()
            .AddMcpSecurityInstrumentation()
            .AddProcessor(new SimpleActivityExportProcessor(exported))
            .Build())
        {
            await CallAsync("00", trusted: false);
        }

        Assert.Equal("refused", Assert.Single(exported.Items).GetTagItem("mcpsecure.outcome"));
    }

    [Fact]
    public async Task Metrics_are_exported()
    {
        using var exported = new Exported<Metric>();
        using (var provider = Sdk.CreateMeterProviderBuilder()
            .AddMcpSecurityInstrumentation()
            .AddReader(new BaseExportingMetricReader(exported))
            .Build())
        {
            await CallAsync("00", trusted: false);
            provider.ForceFlush();
        }

        // Servers of other tests may measure more at the same time.
        Assert.Superset(
            new HashSet<(string, string)> { ("mcp.server.operation.duration", "s"), ("mcpsecure.messages", "{message}") },
            exported.Items.Select(metric => (metric.Name, metric.Unit)).ToHashSet());
        Assert.All(exported.Items, metric => Assert.Equal(McpSecurityTelemetry.MeterName, metric.MeterName));
    }

    /// <summary>The options have a name where there are two providers that want different things.</summary>
    [Theory]
    [InlineData(null, true)]
    [InlineData("other", true)]
    [InlineData("other", false)]
    public async Task The_spans_of_the_SDK_are_collected_where_the_options_say_so_and_its_metrics_never(string? name, bool wanted)
    {
        using var spans = new Exported<Activity>();
        using var metrics = new Exported<Metric>();
        using (Sdk.CreateTracerProviderBuilder()
            .AddMcpSecurityInstrumentation("quite another", options => options.IncludeSdkSpans = !wanted)
            .AddMcpSecurityInstrumentation(name, options => options.IncludeSdkSpans = wanted)
            .ConfigureServices(services => services.Configure<McpSecurityInstrumentationOptions>("quite another", options => options.IncludeSdkSpans = false))
            .AddProcessor(new SimpleActivityExportProcessor(spans))
            .Build())
        using (Sdk.CreateMeterProviderBuilder().AddMcpSecurityInstrumentation().AddReader(new BaseExportingMetricReader(metrics)).Build())
        {
            await CallAsync("01", trusted: false);
        }

        Assert.Contains(spans.Items, span => span.Source.Name == McpSecurityTelemetry.ActivitySourceName);
        Assert.Equal(wanted, spans.Items.Any(span => span.Source.Name == Audited.Sdk));
        Assert.NotEmpty(metrics.Items);
        Assert.All(metrics.Items, metric => Assert.Equal(McpSecurityTelemetry.MeterName, metric.MeterName)); // those of the SDK have what a client makes up as tags
    }

    [Fact]
    public void Builders_are_asked_for_and_returned()
    {
        var traces = Sdk.CreateTracerProviderBuilder();
        var metrics = Sdk.CreateMeterProviderBuilder();

        Assert.Same(traces, traces.AddMcpSecurityInstrumentation());
        Assert.Same(metrics, metrics.AddMcpSecurityInstrumentation());
        Assert.Throws<ArgumentNullException>(() => ((TracerProviderBuilder)null!).AddMcpSecurityInstrumentation());
        Assert.Throws<ArgumentNullException>(() => ((MeterProviderBuilder)null!).AddMcpSecurityInstrumentation());
    }

    private async Task CallAsync(string flags, bool trusted)
    {
        await using var session = await Session.StartAsync(server => server
            .AddMcpSecurity(options => options.TrustRemoteParent = trusted)
            .WithTools([Given.Tool("tool", _ran)]));
        var parameters = $$$"""
            {"name":"tool","_meta":{"traceparent":"00-{{{Trace}}}-00f067aa0ba902b7-{{{flags}}}"} }
            """;
        await session.ConnectRaw().RequestAsync("tools/call", parameters.Trim());
        await session.FinishAsync();
    }

    private sealed class Exported<T> : BaseExporter<T>
        where T : class
    {
        private readonly ConcurrentQueue<T> _items = new();

        public IReadOnlyList<T> Items => [.. _items];

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
            {
                _items.Enqueue(item);
            }

            return ExportResult.Success;
        }
    }
}

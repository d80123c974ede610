using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace WorkspaceServer;

/// <summary>Spans, metrics, log events and the journal to a collector, by OTLP.</summary>
internal static class Telemetry
{
    /// <summary>Gets a value indicating whether the environment says where they go. Without it nothing is sent.</summary>
    public static bool IsWanted => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 };

    /// <summary>Adds the exporters, which read the rest of the <c>OTEL_</c> variables themselves.</summary>
    public static void AddTelemetry(this HostApplicationBuilder builder, bool hasJournal)
    {
        builder.Services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddMcpSecurityInstrumentation(configure: options => options.IncludeSdk = true))
            .WithMetrics(metrics => metrics.AddMcpSecurityInstrumentation())
            .WithLogging()
            .UseOtlpExporter();

        // The SDK logs exceptions with what a client sent. That stays on this machine.
        builder.Logging.AddFilter<OpenTelemetryLoggerProvider>("ModelContextProtocol", LogLevel.None);
        if (hasJournal)
        {
            builder.Services.AddMcpServer().ForwardJournalToOtlp();
        }
    }
}

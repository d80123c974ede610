using McpSecure;
using McpSecure.Otlp;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sends the journal of an MCP server to a collector of OpenTelemetry.</summary>
public static class McpSecurityOtlpBuilderExtensions
{
    /// <summary>The name of the options of the exporter that sends the journal.</summary>
    public const string OptionsName = "McpSecure.Journal";

    /// <summary>Sends every record of the journal (<c>McpSecurity:Audit:Journal</c>) by OTLP, at least once: what the collector did not take is sent again, also after a restart.</summary>
    /// <param name="builder">The MCP server builder.</param>
    /// <param name="configure">Changes where and how it is sent; runs after what the environment says.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <remarks>
    /// <para>
    /// By default to where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>_PROTOCOL</c>, <c>_HEADERS</c> and <c>_TIMEOUT</c> say, with the resource of <c>OTEL_SERVICE_NAME</c> and
    /// <c>OTEL_RESOURCE_ATTRIBUTES</c>; the options are those named <see cref="OptionsName"/>. A batch counts as received when the answer says success.
    /// </para>
    /// <para>
    /// Each record is a log record with the event name <c>mcpsecure.journal</c>. Its body is the line of the journal;
    /// <c>mcpsecure.journal.chain</c> and <c>mcpsecure.journal.sequence</c> tell one that comes twice. Calls <c>AddMcpSecurity</c>. A server without a journal does not start.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IMcpServerBuilder ForwardJournalToOtlp(this IMcpServerBuilder builder, Action<OtlpExporterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMcpSecurity();
        builder.Services.AddOptions();
        if (configure is not null)
        {
            builder.Services.Configure(OptionsName, configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IJournalReceiver, OtlpJournalReceiver>(
            static services => new OtlpJournalReceiver(services.GetRequiredService<IOptionsMonitor<OtlpExporterOptions>>().Get(OptionsName))));
        return builder;
    }
}

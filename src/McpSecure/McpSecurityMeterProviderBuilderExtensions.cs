using McpSecure;

namespace OpenTelemetry.Metrics;

/// <summary>Lets OpenTelemetry collect the metrics of McpSecure.</summary>
public static class McpSecurityMeterProviderBuilderExtensions
{
    /// <summary>Subscribes to <see cref="McpSecurityTelemetry.MeterName"/>.</summary>
    /// <param name="builder">The meter provider builder.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static MeterProviderBuilder AddMcpSecurityInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(McpSecurityTelemetry.MeterName);
    }
}

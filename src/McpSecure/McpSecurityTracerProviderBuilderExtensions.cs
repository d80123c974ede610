using McpSecure;

namespace OpenTelemetry.Trace;

/// <summary>Lets OpenTelemetry collect the spans of McpSecure.</summary>
public static class McpSecurityTracerProviderBuilderExtensions
{
    /// <summary>Subscribes to <see cref="McpSecurityTelemetry.ActivitySourceName"/>.</summary>
    /// <param name="builder">The tracer provider builder.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static TracerProviderBuilder AddMcpSecurityInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(McpSecurityTelemetry.ActivitySourceName);
    }
}

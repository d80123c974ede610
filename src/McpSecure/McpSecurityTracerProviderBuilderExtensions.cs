using McpSecure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpenTelemetry.Trace;

/// <summary>Lets OpenTelemetry collect the spans of McpSecure.</summary>
public static class McpSecurityTracerProviderBuilderExtensions
{
    /// <summary>Subscribes to <see cref="McpSecurityTelemetry.ActivitySourceName"/>, and to what the options say.</summary>
    /// <param name="builder">The tracer provider builder.</param>
    /// <param name="name">The name of the options; <see langword="null"/> for the default ones.</param>
    /// <param name="configure">Changes the options; <see langword="null"/> leaves them.</param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static TracerProviderBuilder AddMcpSecurityInstrumentation(
        this TracerProviderBuilder builder, string? name = null, Action<McpSecurityInstrumentationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.ConfigureServices(services => services.Configure(name ?? Options.DefaultName, configure));
        }

        builder.ConfigureServices(static services => services.AddOptions());
        (builder as IDeferredTracerProviderBuilder)?.Configure((services, provider) =>
        {
            if (services.GetRequiredService<IOptionsMonitor<McpSecurityInstrumentationOptions>>().Get(name ?? Options.DefaultName).IncludeSdk)
            {
                provider.AddSource(McpSecurityTelemetry.SdkName);
            }
        });
        return builder.AddSource(McpSecurityTelemetry.ActivitySourceName);
    }
}

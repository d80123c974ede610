using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks.Support;

/// <summary>Registers a server to measure: nobody listens to its telemetry, and no log level is enabled.</summary>
internal static class MeasuredServices
{
    public static IMcpServerBuilder AddMeasured(this IServiceCollection services, Load load)
    {
        services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.None));
        var server = services.AddMcpServer().WithTools(Tools.Of(load));
        if (load.Filters == Filters.Empty)
        {
            services.PostConfigure<McpServerOptions>(EmptyFilters.AddTo);
        }

        if (load.Also is { } also)
        {
            services.Configure(also);
        }

        return load.Filters == Filters.Secured ? server.AddMcpSecurity(options => Policy.Fill(options, load)) : server;
    }
}

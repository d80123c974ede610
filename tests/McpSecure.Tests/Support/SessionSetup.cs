using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Support;

/// <summary>What a test server has besides its tools.</summary>
internal sealed record SessionSetup
{
    /// <summary>The contents of appsettings.json, if any.</summary>
    public string? Settings { get; init; }

    /// <summary>Further configuration files; a later one overrides an earlier one.</summary>
    public IReadOnlyList<string> MoreSettings { get; init; } = [];

    /// <summary>Services the tools or the library need. Runs before the server is added.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Start under a real generic host, so that hosted services and start-up validation run.</summary>
    public bool Hosted { get; init; }

    /// <summary>Who sends a message, as an authenticating transport would know it. Null: nobody knows, as on stdio.</summary>
    public Func<JsonRpcMessage, ClaimsPrincipal?>? User { get; init; }

    /// <summary>
    /// Hold callers to the limits that a server has by default. Otherwise a test may call, and be refused, as often as it takes, unless its settings say how often.
    /// </summary>
    public bool DefaultLimits { get; init; }

    /// <summary>Use the transport of <c>WithSecureStdioServerTransport</c> between the two pipes, not the SDK's.</summary>
    public bool BoundedLines { get; init; }

    public void Configure(IConfigurationBuilder configuration)
    {
        foreach (var json in MoreSettings.Prepend(Settings))
        {
            if (json is not null)
            {
                configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
            }
        }
    }

    public void AddTo(IServiceCollection services, RecordedLogs logs, Action<IMcpServerBuilder>? server)
    {
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(logs));
        if (!DefaultLimits)
        {
            services.Configure<McpSecurityOptions>(HighLimits.Set); // before the settings are read: these have the last word
        }

        Services?.Invoke(services);
        server?.Invoke(services.AddMcpServer());
    }
}

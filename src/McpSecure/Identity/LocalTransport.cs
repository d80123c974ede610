using McpSecure.Calls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Identity;

/// <summary>Whether only the person who started the process can reach the server.</summary>
/// <remarks>
/// True for stdio as the only registered transport, or where code says so. Everything else is a network, in-memory streams included.
/// Asked late, on the first message: asking while the options are made would ask for the transport that asks for the options.
/// </remarks>
internal sealed class LocalTransport(IServiceProvider services, IOptions<McpSecurityOptions> options)
{
    private readonly Lazy<bool> _isLocal = new(() => options.Value.LocalTransport ?? IsOnlyStdio(services));

    public bool IsLocal => _isLocal.Value;

    private static bool IsOnlyStdio(IServiceProvider services) =>
        services.GetServices<ITransport>().ToArray() is [StdioServerTransport or IStdioTransport { IsStdio: true }];
}

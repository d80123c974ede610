using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Benchmarks.Support;

/// <summary>A server to measure, driven through the SDK or past it.</summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly Load _load;
    private readonly MemoryTransport _transport = new();
    private readonly Lazy<McpServer> _server;
    private Task _running = Task.CompletedTask;

    public MeasuredServer(Load load)
    {
        _load = load;
        var services = new ServiceCollection();
        services.AddMeasured(load);
        _services = services.BuildServiceProvider();
        Factory = _services.GetRequiredService<IOptionsFactory<McpServerOptions>>();
        Options = Factory.Create(Microsoft.Extensions.Options.Options.DefaultName);
        _server = new(() => McpServer.Create(_transport, Options, _services.GetRequiredService<ILoggerFactory>(), _services));
    }

    /// <summary>Makes the options of a server: once for a process, or for every request in stateless HTTP.</summary>
    public IOptionsFactory<McpServerOptions> Factory { get; }

    public McpServerOptions Options { get; }

    /// <summary>Starts the SDK's own server, with the handshake of 2025-11-25 done.</summary>
    public static async Task<MeasuredServer> StartAsync(Load load)
    {
        var measured = new MeasuredServer(load);
        measured._running = measured._server.Value.RunAsync();
        await measured._transport.AskAsync(Requests.Initialize());
        measured._transport.Send(new JsonRpcNotification { Method = NotificationMethods.InitializedNotification });
        return measured;
    }

    /// <summary>Sends one request through the SDK's own server.</summary>
    public ValueTask<JsonRpcMessage> AskAsync(Requests request) => _transport.AskAsync(request.Next(_load.User));

    /// <summary>The filters alone, on the thread of the caller.</summary>
    public FilterChain ToChain() => new(_server.Value, _load.User);

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _services.DisposeAsync();
    }
}

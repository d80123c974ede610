using System.IO.Pipelines;
using McpSecure.Transport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Support;

/// <summary>
/// A real server at one end of two in-memory pipes. At the other end: the SDK's client (<see cref="ConnectAsync"/>) or a peer
/// that may say anything (<see cref="ConnectRaw"/>), one of them, once.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private readonly CancellationTokenSource _stop = new();
    private IHost? _host;
    private ServiceProvider? _provider;
    private IAsyncDisposable? _peer;

    private Session()
    {
    }

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _host?.Services ?? _provider!;

    public McpServer Server => Services.GetRequiredService<McpServer>();

    /// <summary>Everything the server logged at Debug or above.</summary>
    public RecordedLogs Logs { get; } = new();

    /// <summary>Ends when the server has stopped; faulted if it broke.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a server. Throws what its start-up throws.</summary>
    public static async Task<Session> StartAsync(Action<IMcpServerBuilder>? server = null, SessionSetup? setup = null)
    {
        var session = new Session();
        try
        {
            await session.StartAsync(server, setup ?? new SessionSetup(), Patience.Token);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects the SDK's own client.</summary>
    public async Task<McpClient> ConnectAsync(
        string protocolVersion = ProtocolVersions.November2025,
        Action<McpClientOptions>? configure = null)
    {
        Claim();
        var options = new McpClientOptions { ProtocolVersion = protocolVersion };
        configure?.Invoke(options);
        var client = await McpClient.CreateAsync(
            new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()),
            options,
            cancellationToken: Patience.Token);
        _peer = client;
        return client;
    }

    /// <summary>Connects a peer that speaks lines, not methods; nothing has been said yet.</summary>
    public RawPeer ConnectRaw()
    {
        Claim();
        var peer = new RawPeer(_toServer.Writer, _toClient.Reader);
        _peer = peer;
        return peer;
    }

    /// <summary>Connects a peer that has completed the handshake.</summary>
    public async Task<RawPeer> ConnectRawAsync(string protocolVersion = ProtocolVersions.November2025)
    {
        var peer = ConnectRaw();
        await peer.InitializeAsync(protocolVersion);
        return peer;
    }

    /// <summary>Hangs up and waits until the server has handled every message: spans have ended, measurements are taken.</summary>
    public async Task FinishAsync()
    {
        await (_peer is RawPeer raw ? raw.CloseInputAsync() : HangUpAsync());
        await Running.OrGiveUp();
    }

    public async ValueTask DisposeAsync()
    {
        await HangUpAsync();
        await _stop.CancelAsync();
        if (_host is not null)
        {
            await _host.StopAsync(Patience.Token);
            await DisposeAsync(_host);
        }

        await Task.WhenAny(Running).OrGiveUp(); // however it ended
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        await _toClient.Reader.CompleteAsync();
        _stop.Dispose();
    }

    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();

    /// <summary>A process that ends closes its output.</summary>
    private async Task ThenHangUpAsync(Task running)
    {
        try
        {
            await running;
        }
        finally
        {
            await _toClient.Writer.CompleteAsync();
        }
    }

    private async Task HangUpAsync()
    {
        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }

        await _toServer.Writer.CompleteAsync();
    }

    private async Task StartAsync(Action<IMcpServerBuilder>? server, SessionSetup setup, CancellationToken cancellationToken)
    {
        if (setup.Hosted)
        {
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            setup.Configure(builder.Configuration);
            AddTo(builder.Services, server, setup);
            _host = await StartAsync(builder.Build(), cancellationToken);
            Running = ThenHangUpAsync(_host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.AsTask());
            return;
        }

        var configuration = new ConfigurationBuilder();
        setup.Configure(configuration);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration.Build());
        AddTo(services, server, setup);
        _provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        Running = ThenHangUpAsync(Server.RunAsync(_stop.Token));
    }

    private static async Task<IHost> StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch
        {
            await DisposeAsync(host); // one that never started cannot be stopped
            throw;
        }
    }

    private void AddTo(IServiceCollection services, Action<IMcpServerBuilder>? server, SessionSetup setup)
    {
        var (input, output) = (_toServer.Reader.AsStream(), _toClient.Writer.AsStream());
        setup.AddTo(services, Logs, builder =>
        {
            builder.WithStreamServerTransport(setup.BoundedLines ? Stream.Null : input, setup.BoundedLines ? Stream.Null : output);
            if (setup.BoundedLines)
            {
                services.Replace(ServiceDescriptor.Singleton<ITransport>(provider => SecureStdioTransport.On(
                    input,
                    output,
                    provider.GetRequiredService<IOptions<McpSecurityOptions>>().Value.Limits.LineBytes,
                    provider.GetRequiredService<ILongLines>(),
                    TimeProvider.System,
                    provider.GetRequiredService<ILoggerFactory>())));
            }

            server?.Invoke(builder);
        });

        if (setup.User is { } user)
        {
            var transport = (ITransport)services.Last(service => service.ServiceType == typeof(ITransport)).ImplementationInstance!;
            services.Replace(ServiceDescriptor.Singleton<ITransport>(new IdentifyingTransport(transport, user)));
        }
    }

    private void Claim()
    {
        if (_peer is not null)
        {
            throw new InvalidOperationException("The other end is taken.");
        }
    }
}

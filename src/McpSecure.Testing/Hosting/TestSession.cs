using System.Security.Claims;
using McpSecure.Testing.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Client;
using ModelContextProtocol.Server;

namespace McpSecure.Testing.Hosting;

/// <summary>The server that one client talks to, made from the options that the container seals, as a session over HTTP is.</summary>
internal sealed class TestSession : IAsyncDisposable
{
    private readonly Line _line = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly McpServer _server;
    private readonly Task _running;
    private readonly TimeSpan _timeout;
    private int _isDisposed;

    public TestSession(IServiceProvider services, ClaimsPrincipal? user, TimeSpan timeout)
    {
        _timeout = timeout;
        var loggers = services.GetService<ILoggerFactory>();
        var options = services.GetRequiredService<IOptionsFactory<McpServerOptions>>().Create(Options.DefaultName);
        _server = McpServer.Create(_line.ServerEnd(user, loggers), options, loggers, services);
        _running = RunAsync();
    }

    /// <summary>Makes the other end of the line.</summary>
    public IClientTransport ClientEnd() => _line.ClientEnd();

    /// <summary>Hangs up, cancels what still runs, and waits for its end.</summary>
    /// <exception cref="TimeoutException">Something does not look at its cancellation token.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _line.CloseAsync().ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false); // at the end of its input the SDK waits for what still runs, for ever
        await _timeout.WithinAsync("The end of a call that still ran", _ => Task.WhenAny(_running), CancellationToken.None).ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await _server.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        finally
        {
            await _line.CloseServerAsync().ConfigureAwait(false);
        }
    }
}

#pragma warning disable MCP9005 // deprecated, and still a way out for a log line
using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit;

/// <summary>The SDK can forward the server's log to the client. Our records name settings, roles and callers: they stay at home.</summary>
public sealed class ClientLoggerTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // the slot removed: the record arrives at the client
    public async Task Our_log_is_not_sent_to_a_client_that_listens_to_the_log(bool guarded)
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.LocalTransport = true).WithTools([Given.Tool("tool", _ran)]),
            new SessionSetup
            {
                Services = services => services.AddSingleton(new SlotSelection(guarded ? Slots.All : Slots.All & ~Slots.Outgoing)),
            });
        var peer = await session.ConnectRawAsync();
        await peer.RequestAsync("logging/setLevel", """{"level":"debug"}""");
        var loggers = session.Services.GetRequiredService<ILoggerFactory>();
        using var forwarding = new Forwarding(session.Server.AsClientLoggerProvider());
        loggers.AddProvider(forwarding);

        await peer.CallToolAsync("tool");
        LogOwn(loggers.CreateLogger("My.Own"));
        await peer.RequestAsync("ping");
        for (var round = 0; !guarded && round < 1000 && !HasRecord(peer); round++)
        {
            await peer.RequestAsync("ping"); // a record is written after its answer: hanging up now could overtake it
        }

        await session.FinishAsync();
        while (await peer.ReadNextAsync() is not null)
        {
            // until the end: nothing is on its way any more
        }

        var sent = peer.Notifications
            .Where(one => one.GetProperty("method").GetString() == "notifications/message")
            .Select(one => one.GetProperty("params").GetProperty("logger").GetString())
            .ToArray();
        Assert.Contains("My.Own", sent);
        Assert.Equal(!guarded, sent.Contains(McpSecurityTelemetry.LogCategory));
        Assert.Equal(!guarded, HasRecord(peer));
    }

    private static bool HasRecord(RawPeer peer) =>
        peer.Notifications.Any(one => one.GetRawText().Contains("zero configuration", StringComparison.Ordinal));

#pragma warning disable CA1848 // one line, once
    private static void LogOwn(ILogger logger) => logger.LogWarning("A line of the application.");
#pragma warning restore CA1848

    /// <summary>Only our categories and the application's: the SDK's own lines about sending would beget lines about sending.</summary>
    private sealed class Forwarding(ILoggerProvider inner) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName is "My.Own" || categoryName.StartsWith(nameof(McpSecure), StringComparison.Ordinal)
                ? inner.CreateLogger(categoryName)
                : NullLogger.Instance;

        public void Dispose() => inner.Dispose();
    }
}

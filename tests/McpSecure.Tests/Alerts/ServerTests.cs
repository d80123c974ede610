using System.Collections.Concurrent;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Alerts;

/// <summary>What a server notices of its own traffic.</summary>
public sealed class ServerTests
{
    [Fact]
    public async Task A_client_that_goes_through_names_is_told_to_the_sinks_and_to_the_log()
    {
        var sink = new Sink();
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity().WithTools([Given.Tool("tool", new Ran())]),
            new SessionSetup
            {
                Services = services => services.AddSingleton<IAlertSink>(sink),
                Settings = """{ "McpSecurity": { "AnonymousRole": "guest", "Roles": { "guest": {} }, "Audit": { "Alerts": { "UnknownTools": 5, "Rules": { "refusal_rate": false } } } } }""",
            });
        var peer = session.ConnectRaw();
        for (var name = 0; name < 8; name++)
        {
            await peer.CallToolAsync($"tool_{name}");
        }

        await Patience.UntilAsync(() => !sink.Alerts.IsEmpty);
        await session.FinishAsync();

        var alert = Assert.Single(sink.Alerts);
        Assert.Equal(("unknown_tools", "anonymous", null), (alert.Rule, alert.Caller, alert.Tool));
        Assert.Contains(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry.EventId.Name == "mcpsecure.alert");
    }

    private sealed class Sink : IAlertSink
    {
        public ConcurrentQueue<Alert> Alerts { get; } = new();

        public ValueTask SendAsync(Alert alert, CancellationToken cancellationToken)
        {
            Alerts.Enqueue(alert);
            return ValueTask.CompletedTask;
        }
    }
}

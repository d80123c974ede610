using System.Collections.Concurrent;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

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

    /// <summary>What answers as unknown is counted as unknown, whatever it is.</summary>
    [Theory]
    [InlineData("prompts/get", """{"name":"none"}""")]
    [InlineData("resources/read", """{"uri":"docs://none"}""")]
    [InlineData("resources/subscribe", """{"uri":"docs://none"}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"none"},"argument":{"name":"text","value":"a"}}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/resource","uri":"docs://none/{x}"},"argument":{"name":"x","value":"a"}}""")]
    public async Task A_client_that_goes_through_other_names_is_told_as_well(string method, string parameters)
    {
        var sink = new Sink();
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity()
                .WithPrompts([Given.Prompt("prompt", new Ran())])
                .WithResources([Given.Resource("docs://a", new Ran())])
                .WithSubscribeToResourcesHandler((_, _) => new(new EmptyResult()))
                .WithCompleteHandler((_, _) => new(new CompleteResult())),
            new SessionSetup
            {
                Services = services => services.AddSingleton<IAlertSink>(sink),
                Settings = """{ "McpSecurity": { "AnonymousRole": "guest", "Roles": { "guest": {} }, "Audit": { "Alerts": { "UnknownTools": 5, "Rules": { "refusal_rate": false } } } } }""",
            });
        var peer = session.ConnectRaw();
        for (var name = 0; name < 8; name++)
        {
            await peer.RequestAsync(method, parameters);
        }

        await Patience.UntilAsync(() => !sink.Alerts.IsEmpty);

        Assert.Equal("unknown_tools", sink.Alerts.First().Rule);
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

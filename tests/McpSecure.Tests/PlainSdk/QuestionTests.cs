using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.PlainSdk;

/// <summary>Where a server can ask its client something, which is where a person can be asked to approve.</summary>
public sealed class QuestionTests
{
    [Theory]
    [InlineData(ProtocolVersions.June2025, false)] // no way back to the client
    [InlineData(ProtocolVersions.November2025, false)]
    [InlineData(ProtocolVersions.July2026, true)]  // the client asks again with the answer
    public async Task Over_stateless_HTTP_only_the_newest_version_can_be_asked(string version, bool possible)
    {
        await using var server = await HttpServer.StartAsync(builder => builder.WithTools([Asking()]));
        var client = await server.ConnectAsync(protocolVersion: version, configure: Accepting);

        var result = await client.CallToolAsync("tool");

        Assert.Equal(possible ? "accept" : "impossible", result.Text());
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task Over_a_stream_every_version_can_be_asked(string version)
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Asking()]));
        var client = await session.ConnectAsync(version, Accepting);

        var result = await client.CallToolAsync("tool");

        Assert.Equal("accept", result.Text());
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task Support_for_asking_says_nothing_about_the_client_being_able_to_answer(string version)
    {
        var supported = false;
        await using var session = await Session.StartAsync(server => server.WithTools(
            [Given.Tool("tool", (McpServer server) => supported = server.IsMrtrSupported && server.ClientCapabilities?.Elicitation is null)]));
        var client = await session.ConnectAsync(version);

        await client.CallToolAsync("tool");

        Assert.True(supported);
    }

    private static McpServerTool Asking() => Given.Tool("tool", (RequestContext<CallToolRequestParams> request) =>
        !request.Server.IsMrtrSupported ? "impossible"
        : request.Params.InputResponses is { } answers ? answers["sure"].Deserialize(InputResponse.ElicitResultJsonTypeInfo)!.Action
        : throw new InputRequiredException(new InputRequiredResult
        {
            InputRequests = new Dictionary<string, InputRequest>(StringComparer.Ordinal)
            {
                ["sure"] = InputRequest.ForElicitation(new ElicitRequestParams { Message = "Sure?", RequestedSchema = new() }),
            },
        }));

    private static void Accepting(McpClientOptions options) =>
        options.Handlers.ElicitationHandler = (_, _) => new(new ElicitResult { Action = "accept" });
}

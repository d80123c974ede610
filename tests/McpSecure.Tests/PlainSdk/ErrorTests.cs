using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.PlainSdk;

/// <summary>The exact words of the SDK's errors: a refusal that hides a name must read just like them.</summary>
public sealed class ErrorTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData(ProtocolVersions.June2025, "tools/call", """{"name":"nope"}""", "-32602: Unknown tool: 'nope'")]
    [InlineData(ProtocolVersions.November2025, "tools/call", """{"name":"nope"}""", "-32602: Unknown tool: 'nope'")]
    [InlineData(ProtocolVersions.July2026, "tools/call", """{"name":"nope"}""", "-32602: Unknown tool: 'nope'")]
    [InlineData(ProtocolVersions.June2025, "prompts/get", """{"name":"nope"}""", "-32602: Unknown prompt: 'nope'")]
    [InlineData(ProtocolVersions.November2025, "prompts/get", """{"name":"nope"}""", "-32602: Unknown prompt: 'nope'")]
    [InlineData(ProtocolVersions.July2026, "prompts/get", """{"name":"nope"}""", "-32602: Unknown prompt: 'nope'")]
    [InlineData(ProtocolVersions.June2025, "resources/read", """{"uri":"mem://nope"}""", "-32002: Unknown resource URI: 'mem://nope'")]
    [InlineData(ProtocolVersions.November2025, "resources/read", """{"uri":"mem://nope"}""", "-32002: Unknown resource URI: 'mem://nope'")]
    [InlineData(ProtocolVersions.July2026, "resources/read", """{"uri":"mem://nope"}""", "-32602: Unknown resource URI: 'mem://nope'")]
    [InlineData(ProtocolVersions.November2025, "tools/call", """{"name":"TOOL"}""", "-32602: Unknown tool: 'TOOL'")] // names have a case
    [InlineData(ProtocolVersions.November2025, "x/nope", "{}", "-32601: Method 'x/nope' is not available.")]
    [InlineData(ProtocolVersions.July2026, "x/nope", "{}", "-32601: Method 'x/nope' is not available.")]
    public async Task An_unknown_name_is_a_protocol_error(string version, string method, string parameters, string expected)
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync(version);

        var answer = await peer.RequestAsync(version, method, parameters);

        Assert.Equal(expected, answer.Error());
        Assert.False(answer.GetProperty("error").TryGetProperty("data", out _));
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task The_message_of_an_McpException_goes_to_the_client(string version)
    {
        await using var session = await StartAsync(string () => throw new McpException("the words"));
        var peer = await session.ConnectRawAsync(version);

        var answer = await peer.RequestAsync(version, "tools/call", """{"name":"thrower"}""");

        Assert.True(answer.IsToolError());
        Assert.Equal("An error occurred invoking 'thrower': the words", answer.Text());
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task Code_message_and_data_of_a_protocol_exception_go_to_the_client(string version)
    {
        await using var session = await StartAsync(string () =>
            throw new McpProtocolException("the words", (McpErrorCode)(-32099)) { Data = { ["detail"] = "secret" } });
        var peer = await session.ConnectRawAsync(version);

        var answer = await peer.RequestAsync(version, "tools/call", """{"name":"thrower"}""");

        Assert.Equal("-32099: the words", answer.Error());
        Assert.Equal("secret", answer.GetProperty("error").GetProperty("data").GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_error_leaves_without_the_items_and_the_user_of_its_request()
    {
        var seen = new TaskCompletionSource<JsonRpcMessageContext?>();
        await using var session = await Session.StartAsync(
            server => server
                .WithTools([Given.Tool("tool", _ran)])
                .WithMessageFilters(filters => filters
                    .AddIncomingFilter(next => (message, cancellationToken) =>
                    {
                        message.Items["mark"] = true;
                        return next(message, cancellationToken);
                    })
                    .AddOutgoingFilter(next => (message, cancellationToken) =>
                    {
                        if (message.JsonRpcMessage is JsonRpcError)
                        {
                            seen.SetResult(message.JsonRpcMessage.Context);
                        }

                        return next(message, cancellationToken);
                    })),
            new SessionSetup { User = _ => Given.User("ada") });
        var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("nope");

        var context = await seen.Task.OrGiveUp();
        Assert.Null(context?.Items);
        Assert.Null(context?.User);
    }

    [Fact]
    public async Task A_success_leaves_with_the_items_and_the_user_of_its_request()
    {
        var seen = new TaskCompletionSource<(object? Mark, string? User)>();
        await using var session = await Session.StartAsync(
            server => server
                .WithTools([Given.Tool("tool", _ran)])
                .WithMessageFilters(filters => filters
                    .AddIncomingFilter(next => (message, cancellationToken) =>
                    {
                        message.Items["mark"] = "set";
                        return next(message, cancellationToken);
                    })
                    .AddOutgoingFilter(next => (message, cancellationToken) =>
                    {
                        if (message.JsonRpcMessage is JsonRpcResponse)
                        {
                            seen.TrySetResult((message.Items["mark"], message.User?.Claims.First().Value));
                        }

                        return next(message, cancellationToken);
                    })),
            new SessionSetup { User = _ => Given.User("ada") });
        var peer = session.ConnectRaw();

        await peer.CallToolAsync("tool");

        Assert.Equal(("set", "ada"), await seen.Task.OrGiveUp());
    }

    private Task<Session> StartAsync(Delegate? thrower = null) => Session.StartAsync(server => server
        .WithTools([Given.Tool("tool", _ran), Given.Tool("thrower", thrower ?? (() => ""))])
        .WithPrompts([Given.Prompt("prompt", _ran)])
        .WithResources([Given.Resource("mem://known", _ran)]));
}

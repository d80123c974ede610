using System.Security.Claims;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.PlainSdk;

/// <summary>How a user gets from the transport to the tool.</summary>
public sealed class IdentityTests
{
    private readonly Ran _ran = new();

    [Fact]
    public async Task A_user_set_by_a_message_filter_is_seen_by_filters_and_tool()
    {
        await using var session = await Session.StartAsync(server => server
            .WithMessageFilters(filters => filters.AddIncomingFilter(next => (message, cancellationToken) =>
            {
                message.User = Given.User("ada");
                return next(message, cancellationToken);
            }))
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                _ran.Note($"filter: {Subject(request.User)}");
                return next(request, cancellationToken);
            }))
            .WithTools([Given.Tool("tool", (ClaimsPrincipal? user = null) => _ran.Note($"tool: {Subject(user)}"))]));
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal(["filter: ada", "tool: ada"], _ran.Entries);
    }

    [Fact]
    public async Task A_user_parameter_without_a_default_fails_for_a_caller_nobody_knows()
    {
        await using var session = await Session.StartAsync(server => server
            .WithTools([Given.Tool("tool", (ClaimsPrincipal? user) => _ran.Note($"tool: {Subject(user)}"))]));
        var client = await session.ConnectAsync();

        var result = await client.CallToolAsync("tool");

        Assert.True(result.IsError);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task Over_a_stream_nobody_is_known()
    {
        await using var session = await Session.StartAsync(server => server
            .WithTools([Given.Tool("tool", (ClaimsPrincipal? user = null) => _ran.Note($"tool: {Subject(user)}"))]));
        var client = await session.ConnectAsync();

        await client.CallToolAsync("tool");

        Assert.Equal(["tool: nobody"], _ran.Entries);
    }

    private static string Subject(ClaimsPrincipal? user) => user?.FindFirstValue(ClaimTypes.NameIdentifier) ?? "nobody";
}

using System.Security.Claims;
using McpSecure.Testing.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Testing.Tests;

/// <summary>Who calls is who the test says.</summary>
public sealed class CallerTests
{
    [Fact]
    public async Task A_role_that_the_policy_does_not_have_is_an_error_and_not_a_caller_without_rights()
    {
        await using var server = await Given.ADeskAsync();

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => server.AsAsync("raeder"));

        Assert.Contains("no role 'raeder'. It has: editor, reader, worker.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_brings_what_it_inherits_and_two_roles_add()
    {
        await using var server = await Given.ADeskAsync();

        Assert.Equal(["read"], await (await server.AsAsync("reader")).ListToolsAsync());
        Assert.Equal(["purge", "read", "write"], await (await server.AsAsync("editor")).ListToolsAsync());
        Assert.Contains("who", await (await server.AsAsync("reader", "worker")).ListToolsAsync());
        Assert.Empty(await (await server.AsAsync(roles: [])).ListToolsAsync());
    }

    [Fact]
    public async Task Clients_of_one_server_do_not_get_each_others_roles()
    {
        await using var server = await Given.ADeskAsync();
        var (reader, editor) = (await server.AsAsync("reader"), await server.AsAsync("editor"));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i => (
            Reader: await reader.CallToolAsync("write", ("page", $"{i}"), ("text", "by reader")),
            Editor: await editor.CallToolAsync("write", ("page", $"{i}"), ("text", "by editor")))));

        Assert.All(outcomes, outcome => Assert.Equal(RefusalCode.NotFound, outcome.Reader.Refusal));
        Assert.All(outcomes, outcome => Assert.True(outcome.Editor.IsAllowed));
        Assert.Equal(50, server.Ran().Count);
        Assert.DoesNotContain(server.Ran(), line => line.Contains("by reader", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_is_identified_by_his_claims_as_over_a_network()
    {
        await using var server = await Given.ADeskAsync();

        var member = await server.AsAsync(User(new Claim("sub", "1"), new Claim("groups", "readers")));
        var byRole = await server.AsAsync(User(new Claim("sub", "2"), new Claim(ClaimTypes.Role, "editor")));
        var stranger = await server.AsAsync(User(new Claim("sub", "3"), new Claim("groups", "others")));
        var unsigned = await server.AsAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "4"), new Claim("groups", "readers")])));

        Assert.Equal(["read"], await member.ListToolsAsync());
        Assert.Equal(["purge", "read", "write"], await byRole.ListToolsAsync());
        Assert.Empty(await stranger.ListToolsAsync());
        Assert.Empty(await unsigned.ListToolsAsync());
    }

    [Fact]
    public async Task Anonymous_is_nobody_unless_the_policy_has_a_role_for_him()
    {
        await using var closed = await Given.ADeskAsync();
        await using var open = await Given.ADeskAsync(options => options.PolicyFolder = "other");

        Assert.Empty(await (await closed.AsAnonymousAsync()).ListToolsAsync());
        Assert.Equal(["read"], await (await open.AsAnonymousAsync()).ListToolsAsync());
    }

    [Fact]
    public async Task The_local_person_has_the_local_role()
    {
        await using var server = await Given.ADeskAsync();

        Assert.Equal(["purge", "read", "write"], await (await server.AsLocalAsync()).ListToolsAsync());
    }

    /// <summary>Without a policy there are no roles to be in.</summary>
    [Fact]
    public async Task Without_a_policy_the_local_person_may_use_everything_and_nobody_else_anything()
    {
        await using var server = await Given.ADeskAsync(options => options.PolicyJson = "{}");
        var local = await server.AsLocalAsync();

        Assert.True((await local.CallToolAsync("read", ("page", "1"))).IsAllowed);
        Assert.Equal(RefusalCode.ApprovalRequired, (await local.CallToolAsync("purge")).Refusal);
        Assert.Equal(RefusalCode.NotFound, (await (await server.AsAnonymousAsync()).CallToolAsync("read", ("page", "1"))).Refusal);
    }

    [Theory]
    [InlineData("by type")]
    [InlineData("by factory")]
    [InlineData("as instance")]
    public async Task The_servers_own_source_is_asked_about_users_and_not_about_roles(string registered)
    {
        await using var server = await Given.ADeskAsync(services: services => _ = registered switch
        {
            "by type" => services.AddSingleton<ICallerSource, BadgeReader>(),
            "by factory" => services.AddSingleton<ICallerSource>(_ => new BadgeReader()),
            _ => services.AddSingleton<ICallerSource>(new BadgeReader()),
        });

        Assert.Equal(["read"], await (await server.AsAsync(User(new Claim("badge", "reader")))).ListToolsAsync());
        Assert.Equal(["purge", "read", "write"], await (await server.AsAsync("editor")).ListToolsAsync());
        Assert.Empty(await (await server.AsAnonymousAsync()).ListToolsAsync());
    }

    [Fact]
    public async Task A_tool_that_asks_for_the_user_gets_him()
    {
        await using var server = await Given.ADeskAsync();

        Assert.Equal("worker", (await (await server.AsAsync("worker")).CallToolAsync("who")).Text);
    }

    private static ClaimsPrincipal User(params Claim[] claims) => new(new ClaimsIdentity(claims, "token"));

    private sealed class BadgeReader : ICallerSource
    {
        public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) =>
            new(context.User?.FindFirst("badge") is { } badge ? new Caller { Subject = "badge", Roles = [badge.Value] } : Caller.Anonymous);
    }
}

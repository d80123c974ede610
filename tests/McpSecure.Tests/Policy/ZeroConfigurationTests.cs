using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Policy;

/// <summary>No roles after configuration and code.</summary>
public sealed class ZeroConfigurationTests
{
    private static readonly Caller Local = new() { IsLocal = true, Subject = "me" };
    private readonly AccessPolicy _policy = Written.Policy("");
    private readonly Ran _ran = new();

    [Theory]
    [InlineData(PrimitiveKind.Tool)]
    [InlineData(PrimitiveKind.Prompt)]
    [InlineData(PrimitiveKind.Resource)]
    [InlineData(PrimitiveKind.ResourceTemplate)]
    [InlineData(PrimitiveKind.Subscription)]
    public void The_local_person_may_use_everything_and_nobody_else_anything(PrimitiveKind kind)
    {
        var facts = PrimitiveFacts.Of(Given.Tool("x", _ran));

        Assert.Equal(new AccessExplanation(Access.Allow, "zero configuration"), _policy.Decide(kind, "x", Local, facts));
        Assert.Equal(Access.Deny, _policy.Decide(kind, "x", new Caller { Subject = "ada", Roles = ["admin"] }, facts).Access);
        Assert.Equal(Access.Deny, _policy.Decide(kind, "x", Caller.Anonymous, facts).Access);
    }

    [Fact]
    public void A_tool_declared_destructive_asks()
    {
        var facts = PrimitiveFacts.Of(Given.Tool("x", () => "done", options => options.Destructive = true));

        Assert.Equal(Access.Ask, _policy.Decide(PrimitiveKind.Tool, "x", Local, facts).Access);
    }

    [Fact]
    public void A_tool_without_metadata_is_not_granted()
    {
        var facts = PrimitiveFacts.Of(Given.FunctionTool("x", _ran));

        Assert.Equal(Access.Deny, _policy.Decide(PrimitiveKind.Tool, "x", Local, facts).Access);
    }

    [Fact]
    public void The_ceilings_hold()
    {
        var policy = Written.Policy(""" "Tools": { "off": { "Access": "Deny" } } """);
        var plain = PrimitiveFacts.Of(Given.Tool("off", _ran));
        var approval = PrimitiveFacts.Of(Given.Tool("x", [RequiresApproval] () => "done"));
        var manager = PrimitiveFacts.Of(Given.Tool("x", [RequireRole("manager")] () => "done"));

        Assert.Equal(Access.Deny, policy.Decide(PrimitiveKind.Tool, "off", Local, plain).Access);
        Assert.Equal(Access.Ask, policy.Decide(PrimitiveKind.Tool, "x", Local, approval).Access);
        Assert.Equal(Access.Deny, policy.Decide(PrimitiveKind.Tool, "x", Local, manager).Access);
    }

    [Fact]
    public void One_role_and_it_is_over()
    {
        var policy = Written.Policy(""" "Roles": { "reader": {} } """);

        Assert.Equal(Access.Deny, policy.Decide(PrimitiveKind.Tool, "x", Local, PrimitiveFacts.Of(Given.Tool("x", _ran))).Access);
    }

    [Fact]
    public void A_role_added_by_code_counts()
    {
        var options = Written.Options("");
        options.Roles["reader"] = new RoleOptions();

        Assert.False(Written.Compile(options).IsZeroConfiguration);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // in-memory streams are a network
    public async Task Only_the_local_transport_has_a_local_person(bool isLocal)
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.LocalTransport = isLocal ? true : null).WithTools([Given.Tool("tool", _ran)]),
            new SessionSetup { Hosted = true });
        var peer = await session.ConnectRawAsync();

        var list = await peer.RequestAsync("tools/list");
        var answer = await peer.CallToolAsync("tool");

        Assert.Equal(isLocal ? 1 : 0, list.Result().GetProperty("tools").GetArrayLength());
        Assert.Equal(isLocal ? ["tool"] : [], _ran.Entries);
        if (!isLocal)
        {
            Assert.Equal("-32602: Unknown tool: 'tool'", answer.Error());
        }
    }

    [Fact]
    public async Task Every_other_guard_is_on()
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.LocalTransport = true).WithTools([Given.PathTool("tool", _ran)]),
            new SessionSetup { Hosted = true });
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("tool", """{"path":"a","extra":1}""");

        Assert.Contains("invalid_arguments", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_refusal_names_what_the_operator_can_change()
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.LocalTransport = true)
                .WithTools([Given.Tool("wipe", () => _ran.Note("wipe"), options => options.Destructive = true)]),
            new SessionSetup { Hosted = true });
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("wipe");

        Assert.Contains("\"code\":\"approval_required\"", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("The operator of the server can change its access from Ask to Allow.", answer.Text(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }
}

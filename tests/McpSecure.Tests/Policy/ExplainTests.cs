using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Policy;

/// <summary>What <see cref="IMcpSecurityPolicy"/> answers is what a request meets.</summary>
public sealed class ExplainTests
{
    private const string Policy = """
        "Roles": { "reader": {
          "Tools": { "read": "Allow", "wipe": "Allow", "*": "Ask" }, "Prompts": { "sum": "Allow" },
          "Resources": { "all": { "Uri": "docs://**", "Access": "Allow" }, "hr": { "Uri": "docs://hr/**", "Access": "Deny" } } } }
        """;

    private readonly Ran _ran = new();

    [Theory]
    [InlineData(PrimitiveKind.Tool, "read", Access.Allow, "McpSecurity:Roles:reader:Tools:read")]
    [InlineData(PrimitiveKind.Tool, "other", Access.Ask, "McpSecurity:Roles:reader:Tools:*")]
    [InlineData(PrimitiveKind.Tool, "wipe", Access.Ask, "[RequiresApproval]")] // the author's attributes count
    [InlineData(PrimitiveKind.Tool, "unknown", Access.Deny, "McpSecurity:Roles:reader:Tools:* (the server has no such tool)")]
    [InlineData(PrimitiveKind.Prompt, "sum", Access.Allow, "McpSecurity:Roles:reader:Prompts:sum")]
    [InlineData(PrimitiveKind.Prompt, "other", Access.Deny, "no role grants it")]
    [InlineData(PrimitiveKind.Resource, "docs://a", Access.Allow, "McpSecurity:Roles:reader:Resources:all")]
    [InlineData(PrimitiveKind.Resource, "docs://%68r/pay", Access.Deny, "McpSecurity:Roles:reader:Resources:hr")]
    [InlineData(PrimitiveKind.Resource, "docs://a/../hr/pay", Access.Deny, "the URI is ambiguous and refused for everyone")]
    [InlineData(PrimitiveKind.Resource, "docs://x@hr/pay", Access.Deny, "McpSecurity:Roles:reader:Resources:hr")]
    [InlineData(PrimitiveKind.Subscription, "docs://a", Access.Allow, "McpSecurity:Roles:reader:Resources:all")]
    [InlineData(PrimitiveKind.ResourceTemplate, "docs://hr/{page}", Access.Deny, "McpSecurity:Roles:reader:Resources:hr")]
    [InlineData(PrimitiveKind.ResourceTemplate, "docs://%68r/{page}", Access.Deny, "McpSecurity:Roles:reader:Resources:hr")]
    [InlineData(PrimitiveKind.None, "read", Access.Deny, "no role grants it")]
    public async Task It_gives_the_access_and_what_decided_it(PrimitiveKind kind, string name, Access access, string decidedBy)
    {
        await using var session = await StartAsync();

        Assert.Equal(new AccessExplanation(access, decidedBy), Policies(session).Explain(["reader"], kind, name));
    }

    [Theory]
    [InlineData()]
    [InlineData("nobody")]
    [InlineData("READER")]
    public async Task Roles_the_policy_does_not_have_grant_nothing(params string[] roles)
    {
        await using var session = await StartAsync();

        Assert.Equal(new AccessExplanation(Access.Deny, "no role grants it"), Policies(session).Explain(roles, PrimitiveKind.Tool, "read"));
    }

    [Theory]
    [InlineData("paid", "clerk", true)]
    [InlineData("paid", "reader", false)]
    [InlineData("read", "clerk", false)]
    [InlineData("seen", "clerk", true)] // by the application's code
    public async Task It_says_whether_rules_for_arguments_take_away_from_it(string tool, string role, bool hasRules)
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity(options => options.Tool("seen").Require("never", (_, _) => false))
                .WithTools([Given.Tool("paid", (int amount) => _ran.Note("paid")), Given.Tool("read", _ran), Given.Tool("seen", _ran)]),
            new SessionSetup
            {
                Hosted = true,
                Settings = Written.Settings("""
                    "Roles": { "clerk": { "Tools": { "*": "Allow" } }, "reader": { "Tools": { "*": "Allow" } } },
                    "Tools": { "paid": { "Roles": { "clerk": { "Arguments": { "amount": { "Maximum": 5 } } } } } }
                    """),
            });

        var answer = Policies(session).Explain([role], PrimitiveKind.Tool, tool);

        Assert.Equal((Access.Allow, hasRules), (answer.Access, answer.HasArgumentRules));
    }

    [Fact]
    public async Task A_template_is_listed_by_what_its_addresses_mean()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var list = await peer.RequestAsync("resources/templates/list");

        Assert.Equal(["docs://{page}"], list.Result().GetProperty("resourceTemplates").EnumerateArray().Select(template => template.GetProperty("uriTemplate").GetString()));
    }

    [Fact]
    public async Task Nothing_is_no_question()
    {
        await using var session = await StartAsync();

        Assert.Throws<ArgumentNullException>(() => Policies(session).Explain(null!, PrimitiveKind.Tool, "read"));
        Assert.Throws<ArgumentNullException>(() => Policies(session).Explain([], PrimitiveKind.Tool, null!));
    }

    [Fact]
    public async Task What_decided_is_in_the_record_and_never_on_the_wire()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var allowed = await peer.CallToolAsync("read");
        var asked = await peer.CallToolAsync("other");
        var denied = await peer.RequestAsync("resources/read", """{"uri":"docs://hr/pay"}""");
        await session.FinishAsync();

        var decided = session.Logs.From("McpSecure").Select(entry => entry["DecidedBy"] as string).ToArray();
        Assert.Contains("McpSecurity:Roles:reader:Tools:read", decided);
        Assert.Contains("McpSecurity:Roles:reader:Tools:*", decided);
        Assert.Contains("McpSecurity:Roles:reader:Resources:hr", decided);
        Assert.DoesNotContain("McpSecurity", allowed.GetRawText() + asked.GetRawText() + denied.GetRawText(), StringComparison.Ordinal);
    }

    private static IMcpSecurityPolicy Policies(Session session) => session.Services.GetRequiredService<IMcpSecurityPolicy>();

    private McpServerResource Template(string uri) => Given.Resource(uri, (string page) => _ran.Note(page));

    private Task<Session> StartAsync() => Session.StartAsync(
        server => server.AddMcpSecurity()
            .WithTools([Given.Tool("read", _ran), Given.Tool("other", _ran), Given.Tool("wipe", [RequiresApproval] () => _ran.Note("wipe"))])
            .WithPrompts([Given.Prompt("sum", _ran)])
            .WithResources([Given.Resource("docs://a", _ran), Given.Resource("docs://hr/pay", _ran), Template("docs://{page}"), Template("docs://%68r/{page}")]),
        new SessionSetup { Hosted = true, Settings = Written.Settings(Policy), User = _ => Given.User("ada", "reader") });
}

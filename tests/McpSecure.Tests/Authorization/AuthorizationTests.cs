using System.Security.Claims;
using System.Text.Json;
using McpSecure.Pipeline;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Authorization;

/// <summary>Who may do what, on a running server. Each attack is shown to succeed once the guards are gone.</summary>
public sealed class AuthorizationTests
{
    private const string Policy = """
        "Roles": {
          "reader": {
            "Tools": { "read": "Allow", "write": "Ask" }, "Prompts": { "greet": "Allow", "draft": "Ask" },
            "Resources": { "public": { "Uri": "docs://public/**", "Access": "Allow" }, "draft": { "Uri": "docs://draft/**", "Access": "Ask" } }
          }
        },
        "Tools": { "capped": { "Access": "Ask" } }
        """;

    private static readonly string[] Tools = ["read", "write", "purge", "capped"];
    private static readonly string[] Addresses = ["docs://public/1", "docs://draft/1", "docs://hr/pay"];

    private readonly Ran _ran = new();

    [Theory]
    [InlineData("tools/call", """{"name":"purge"}""", "purge", "-32602: Unknown tool: 'purge'")]
    [InlineData("tools/call", """{"name":"approve"}""", "approve", "-32602: Unknown tool: 'approve'")] // granted to nobody, whatever its author asks for
    [InlineData("prompts/get", """{"name":"secret"}""", "secret", "-32602: Unknown prompt: 'secret'")]
    [InlineData("resources/read", """{"uri":"docs://hr/pay"}""", "docs://hr/pay", "-32002: Unknown resource URI: 'docs://hr/pay'")]
    public async Task What_no_role_grants_does_not_run(string method, string parameters, string runs, string error)
    {
        var refused = await RequestAsync(method, parameters);
        Assert.Empty(_ran.Entries);
        Assert.Equal(error, refused.Error());

        await RequestAsync(method, parameters, guarded: false);
        Assert.Equal([runs], _ran.Entries);
    }

    [Theory]
    [InlineData("tools/call", """{"name":"write"}""", "write")]
    [InlineData("prompts/get", """{"name":"draft"}""", "draft")]
    [InlineData("resources/read", """{"uri":"docs://draft/1"}""", "docs://draft/1")]
    public async Task Ask_refuses_with_approval_required_as_long_as_nobody_can_be_asked(string method, string parameters, string runs)
    {
        var refused = await RequestAsync(method, parameters);
        Assert.Empty(_ran.Entries);
        Assert.Contains("\"code\":\"approval_required\"", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("change its access from Ask to Allow", refused.GetRawText(), StringComparison.Ordinal);

        await RequestAsync(method, parameters, guarded: false);
        Assert.Equal([runs], _ran.Entries);
    }

    [Theory]
    [InlineData("tools/call", """{"name":"read"}""", "read")]
    [InlineData("prompts/get", """{"name":"greet"}""", "greet")]
    [InlineData("resources/read", """{"uri":"docs://public/1"}""", "docs://public/1")]
    public async Task What_a_role_grants_runs(string method, string parameters, string runs)
    {
        await RequestAsync(method, parameters);

        Assert.Equal([runs], _ran.Entries);
    }

    [Fact]
    public async Task A_ceiling_of_Ask_above_a_role_that_denies_tells_nothing()
    {
        var refused = await RequestAsync("tools/call", """{"name":"capped"}""");

        Assert.Equal("-32602: Unknown tool: 'capped'", refused.Error());
    }

    [Theory]
    [InlineData("tools/list", "tools", "name", "read", "write")]
    [InlineData("prompts/list", "prompts", "name", "draft", "greet")]
    [InlineData("resources/list", "resources", "uri", "docs://draft/1", "docs://public/1")]
    public async Task Lists_show_what_the_caller_may_use_or_ask_for(string method, string kind, string name, params string[] expected)
    {
        var list = await RequestAsync(method, "{}");

        Assert.Equal(expected, list.Result().GetProperty(kind).EnumerateArray().Select(item => item.GetProperty(name).GetString()));
    }

    [Theory]
    [InlineData("tools/call", """{"name":"purge"}""", "You are not allowed to use the tool 'purge'.")]
    [InlineData("prompts/get", """{"name":"secret"}""", "You are not allowed to use the prompt 'secret'.")]
    [InlineData("resources/read", """{"uri":"docs://hr/pay"}""", "You are not allowed to use the resource 'docs://hr/pay'.")]
    public async Task Explain_says_that_it_is_not_allowed(string method, string parameters, string message)
    {
        var refused = await RequestAsync(method, parameters, more: """, "Refusals": "Explain" """);

        Assert.Contains(message.Replace("'", "\\u0027", StringComparison.Ordinal), refused.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("not_allowed", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    public static TheoryData<string, ClaimsPrincipal?, bool> Callers => new()
    {
        { "the role", Given.User("ada", "reader"), true },
        { "the role in another case", Given.User("ada", "Reader"), false },
        { "the role with a blank", Given.User("ada", "reader "), false },
        { "two roles in one claim", Given.User("ada", "admin,reader"), false },
        { "a wildcard for a role", Given.User("ada", "*"), false },
        { "another claim type", Given.Principal((ClaimTypes.NameIdentifier, "ada"), ("role", "reader")), false },
        { "nobody authenticated it", Given.Unauthenticated((ClaimTypes.NameIdentifier, "ada"), (ClaimTypes.Role, "reader")), false },
        { "no subject", Given.Principal((ClaimTypes.Role, "reader")), false },
        { "an empty subject", Given.Principal((ClaimTypes.NameIdentifier, ""), (ClaimTypes.Role, "reader")), false },
        { "the role from an identity that nobody authenticated, beside one that was", Beside(Given.User("ada"), (ClaimTypes.Role, "reader")), false },
        { "the subject from one that nobody authenticated", Beside(Given.Principal((ClaimTypes.Role, "reader")), (ClaimTypes.NameIdentifier, "ada")), false },
        { "nobody", null, false },
    };

    [Theory]
    [MemberData(nameof(Callers), DisableDiscoveryEnumeration = true)]
    public async Task A_role_comes_from_a_claim_that_somebody_vouches_for(string reason, ClaimsPrincipal? user, bool runs)
    {
        await RequestAsync("tools/call", """{"name":"read"}""", user: user, asGiven: true);

        Assert.True(_ran.Entries.Count == (runs ? 1 : 0), reason);
    }

    [Theory]
    [InlineData("urn:corp:readers", true)]
    [InlineData("URN:CORP:READERS", false)]
    [InlineData("urn:corp:readers,urn:corp:admins", false)]
    public async Task A_member_is_in_the_role(string group, bool runs)
    {
        var user = Given.Principal((ClaimTypes.NameIdentifier, "ada"), ("groups", group));

        await RequestAsync("tools/call", """{"name":"read"}""", user: user, asGiven: true, more: """
            , "Roles": { "reader": { "Members": { "entra": { "Claim": "groups", "Value": "urn:corp:readers" } } } }
            """);

        Assert.Equal(runs ? ["read"] : [], _ran.Entries);
    }

    private static ClaimsPrincipal Beside(ClaimsPrincipal user, params (string Type, string Value)[] claims)
    {
        user.AddIdentities(Given.Unauthenticated(claims).Identities);
        return user;
    }

    private async Task<JsonElement> RequestAsync(
        string method, string parameters, bool guarded = true, string more = "", ClaimsPrincipal? user = null, bool asGiven = false)
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity()
                .WithTools(
                [
                    .. Tools.Select(tool => Given.Tool(tool, _ran)),
                    Given.Tool("approve", [RequiresApproval] () => _ran.Note("approve")),
                ])
                .WithPrompts([Given.Prompt("greet", _ran), Given.Prompt("draft", _ran), Given.Prompt("secret", _ran)])
                .WithResources([.. Addresses.Select(uri => Given.Resource(uri, _ran))]),
            new SessionSetup
            {
                Hosted = true,
                Settings = Written.Settings(Policy),
                MoreSettings = [Written.Settings(more.TrimStart(' ', ','))],
                Services = services => _ = guarded ? services : services.AddSingleton(new SecurityPipeline([])),
                User = _ => asGiven ? user : Given.User("ada", "reader"),
            });
        var peer = await session.ConnectRawAsync();
        return await peer.RequestAsync(method, parameters);
    }
}

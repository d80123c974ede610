using McpSecure.Authorization;
using McpSecure.Calls;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Options;

namespace McpSecure.Tests.Authorization;

/// <summary>May this caller use this? The guard alone.</summary>
public sealed class AuthorizationGuardTests
{
    private const string Policy = """ "Roles": { "reader": { "Tools": { "read": "Allow", "write": "Ask" } } } """;

    [Theory]
    [InlineData("read", "Continue")]
    [InlineData("write", "Ask")]
    [InlineData("other", "Refuse")]
    public async Task It_answers_what_the_policy_says(string tool, string expected)
    {
        var (verdict, _) = await CheckAsync(Policy, tool, isRegistered: true);

        Assert.Equal(expected, verdict.Kind.ToString());
    }

    [Fact]
    public async Task It_leaves_the_decision_for_the_record()
    {
        var (_, call) = await CheckAsync(Policy, "read", isRegistered: true);

        Assert.Equal(new AccessExplanation(Access.Allow, "McpSecurity:Roles:reader:Tools:read"), call.Decision);
    }

    [Theory]
    [InlineData("Hide", true, RefusalCode.NotFound)]
    [InlineData("Explain", true, RefusalCode.NotAllowed)]
    [InlineData("Explain", false, RefusalCode.NotFound)] // what does not exist cannot be forbidden
    public async Task How_it_refuses_is_a_setting(string style, bool isRegistered, RefusalCode expected)
    {
        var (verdict, _) = await CheckAsync($$"""{{Policy}}, "Refusals": "{{style}}" """, "other", isRegistered);

        Assert.Equal(expected, verdict.Refusal?.Code);
        Assert.Equal(expected == RefusalCode.NotAllowed ? "You are not allowed to use the tool 'other'." : "", verdict.Refusal?.Message);
    }

    private static async Task<(Verdict Verdict, Call Call)> CheckAsync(string section, string tool, bool isRegistered)
    {
        var guard = new AuthorizationGuard(Written.Policy(section), Options.Create(Written.Options(section)));
        var facts = isRegistered ? PrimitiveFacts.Of(Given.Tool(tool, new Ran())) : PrimitiveFacts.None;
        var call = new Call(PrimitiveKind.Tool, tool, new Caller { Roles = ["reader"] }, facts);
        return (await guard.CheckAsync(call, CancellationToken.None), call);
    }
}

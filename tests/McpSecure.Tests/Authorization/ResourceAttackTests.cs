using System.Text.Json;
using McpSecure.Pipeline;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Authorization;

/// <summary>Everything is granted but one part; an address that reads it all the same would be the way around the rule.</summary>
public sealed class ResourceAttackTests
{
    private const string Everything = """ "all": { "Uri": "**", "Access": "Allow" } """;
    private const string NotHr = """, "hr": { "Uri": "docs://hr/**", "Access": "Deny" }, "site": { "Uri": "https://hr.example/**", "Access": "Deny" } """;

    private readonly Ran _ran = new();

    [Theory]
    [InlineData("docs://hr/pay", "as written")]
    [InlineData("DOCS://hr/pay", "the scheme in another case")]
    [InlineData("docs://HR/pay", "the host in another case")]
    [InlineData("docs://x@hr/pay", "a user, which does not count when the SDK compares")]
    [InlineData("docs://x:y@hr/pay", "with a password")]
    [InlineData("docs://@hr/pay", "with no name")]
    [InlineData("docs://hr:/pay", "an empty port")]
    [InlineData(" docs://hr/pay", "a blank before")]
    [InlineData("docs://hr/pay ", "a blank after")]
    public async Task A_fixed_resource_is_not_read_by_another_spelling_of_its_address(string uri, string reason)
    {
        await ReadAsync(uri, NotHr, Given.Resource("docs://hr/pay", _ran));
        Assert.True(_ran.Entries.Count == 0, reason);

        await ReadAsync(uri, "", Given.Resource("docs://hr/pay", _ran));
        Assert.True(_ran.Entries is ["docs://hr/pay"], $"{reason}: the attack has to reach the resource where no rule denies it");
    }

    [Theory]
    [InlineData("https://hr.example:443/pay", "the default port")]
    [InlineData("https://hr.example:0443/pay", "the default port, with a zero")]
    [InlineData("https://x@hr.example/pay", "a user")]
    [InlineData("https://HR.EXAMPLE/pay#part", "a fragment")]
    public async Task Nor_one_at_a_web_address(string uri, string reason)
    {
        await ReadAsync(uri, NotHr, Given.Resource("https://hr.example/pay", _ran));
        Assert.True(_ran.Entries.Count == 0, reason);

        await ReadAsync(uri, "", Given.Resource("https://hr.example/pay", _ran));
        Assert.True(_ran.Entries.Count == 1, $"{reason}: the attack has to reach the resource where no rule denies it");
    }

    [Theory]
    [InlineData("docs://public/1#part", "a fragment does not count when the SDK compares")]
    [InlineData("docs://public/1", "as written")]
    public async Task A_rule_for_one_address_grants_no_other_spelling(string uri, string reason)
    {
        await ReadAsync(uri, """, "one": { "Uri": "docs://public/1", "Access": "Deny" } """, Given.Resource("docs://public/1", _ran));

        Assert.True(_ran.Entries.Count == 0, reason);
    }

    [Theory]
    [InlineData("docs://hr/pay", "as written")]
    [InlineData("docs://%68r/pay", "the rule sees what the handler will")]
    [InlineData("docs://h%72/pay", "any letter of it")]
    [InlineData("docs://HR/pay", "another case")]
    [InlineData("dOcS://hR/pay", "in all places")]
    public async Task A_template_is_not_filled_with_what_is_denied(string uri, string reason)
    {
        await ReadAsync(uri, NotHr, Given.Resource("docs://{section}/{page}", (string section, string page) => _ran.Note($"{section} {page}")));
        Assert.True(_ran.Entries.Count == 0, reason);

        await ReadAsync(uri, "", Given.Resource("docs://{section}/{page}", (string section, string page) => _ran.Note($"{section} {page}")));
        Assert.True(_ran.Entries.Count == 1, reason);
    }

    [Theory]
    [InlineData("docs://k/x", "docs://\u212A/x")] // KELVIN SIGN: the SDK's pattern takes it for a k
    [InlineData("docs://K/x", "docs://\u212A/x")]
    [InlineData("docs://\u212A/x", "docs://k/x")]
    public async Task A_letter_that_the_SDK_takes_for_another_does_not_escape(string denied, string uri)
    {
        var letter = denied["docs://".Length..].Split('/')[0];
        var rule = $$""", "not": { "Uri": "{{denied}}", "Access": "Deny" } """;

        await ReadAsync(uri, rule, Given.Resource($"docs://{letter}/{{page}}", (string page) => _ran.Note(page)));
        Assert.Empty(_ran.Entries);

        await ReadAsync(uri, "", Given.Resource($"docs://{letter}/{{page}}", (string page) => _ran.Note(page)));
        Assert.Equal(["x"], _ran.Entries);
    }

    [Theory]
    [InlineData("file:///..%2F..%2Fetc%2Fpasswd", "../../etc/passwd")]
    [InlineData("file:///..%5C..%5Cetc", @"..\..\etc")]
    [InlineData(@"file:///..\\..\\etc", @"..\..\etc")]
    [InlineData("file:///..", "..")]
    [InlineData("file:///%2e%2e", "..")]
    [InlineData("file:///%252e%252e%252fetc", "%2e%2e%2fetc")]
    [InlineData("file:///a%00b", "a\0b")]
    public async Task What_the_handler_would_read_in_another_way_does_not_reach_it(string uri, string wouldSee)
    {
        var refused = await ReadAsync(uri, "", Given.Resource("file:///{path}", (string path) => _ran.Note(path)));
        Assert.Contains("\"code\":\"invalid_uri\"", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);

        await ReadAsync(uri, "", Given.Resource("file:///{path}", (string path) => _ran.Note(path)), Slots.All & ~Slots.Outermost & ~Slots.Innermost);
        Assert.Equal([wouldSee], _ran.Entries);
    }

    private static async Task<JsonElement> ReadAsync(
        string uri, string rules, ModelContextProtocol.Server.McpServerResource resource, Slots slots = Slots.All)
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity().WithResources([resource]),
            new SessionSetup
            {
                Hosted = true,
                Settings = Written.Settings($$""" "Roles": { "reader": { "Resources": { {{Everything}}{{rules}} } } } """),
                Services = services => services.AddSingleton(new SlotSelection(slots == Slots.All ? slots : slots & ~Slots.Start)),
                User = _ => Given.User("ada", "reader"),
            });
        var peer = await session.ConnectRawAsync();
        return await peer.RequestAsync("resources/read", $$"""{"uri":"{{uri}}"}""");
    }
}

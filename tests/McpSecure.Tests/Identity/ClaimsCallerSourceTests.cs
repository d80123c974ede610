using System.Security.Claims;
using McpSecure.Identity;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Options;

namespace McpSecure.Tests.Identity;

public sealed class ClaimsCallerSourceTests
{
    private const string Role = ClaimTypes.Role;
    private const string Id = ClaimTypes.NameIdentifier;

    [Fact]
    public async Task An_authenticated_identity_is_taken_at_its_word()
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(Id, "42", null, "https://idp"), new Claim(ClaimTypes.Name, "Ada"), new Claim(Role, "reader"), new Claim("client_id", "app"),
            ],
            "Bearer"));

        var caller = await IdentifyAsync(user);

        Assert.Equal(
            ("https://idp", "42", "Ada", "app", true),
            (caller.Issuer, caller.Subject, caller.DisplayName, caller.Client, caller.IsAuthenticated));
        Assert.Equal(["reader"], caller.Roles);
    }

    public static TheoryData<string, ClaimsPrincipal?> Nobodies => new()
    {
        { "no principal", null },
        { "a principal without identities", new ClaimsPrincipal() },
        { "an identity that nobody authenticated, whatever it claims", Given.Unauthenticated((Id, "ada"), (Role, "admin")) },
        { "authenticated, but without a subject", Given.Principal((Role, "admin"), (ClaimTypes.Name, "Ada")) },
        { "an empty subject", Given.Principal((Id, ""), (Role, "admin")) },
        { "an empty name identifier hides no other claim, and this one is empty too", Given.Principal((Id, ""), ("sub", ""), (Role, "admin")) },
        {
            "an authenticated identity without a subject beside an unauthenticated one with",
            Both(Given.Principal((Role, "admin")), Given.Unauthenticated((Id, "ada")))
        },
    };

    [Theory]
    [MemberData(nameof(Nobodies))]
    public async Task Without_a_subject_that_somebody_vouches_for_the_caller_is_anonymous(string reason, ClaimsPrincipal? user)
    {
        var caller = await IdentifyAsync(user);
        var guest = await IdentifyAsync(user, options => options.AnonymousRole = "guest");

        Assert.NotEmpty(reason);
        Assert.False(caller.IsAuthenticated);
        Assert.Empty(caller.Roles);
        Assert.False(guest.IsAuthenticated);
        Assert.Equal(["guest"], guest.Roles);
        Assert.Equal(Caller.Anonymous.Key, guest.Key);
    }

    [Fact]
    public async Task Roles_of_an_unauthenticated_identity_do_not_rub_off_on_the_authenticated_one()
    {
        var user = Both(Given.Principal((Id, "ada"), (Role, "reader")), Given.Unauthenticated((Id, "root"), (Role, "admin"), ("client_id", "evil")));
        var reversed = Both(Given.Unauthenticated((Id, "root"), (Role, "admin"), ("client_id", "evil")), Given.Principal((Id, "ada"), (Role, "reader")));

        foreach (var caller in new[] { await IdentifyAsync(user), await IdentifyAsync(reversed) })
        {
            Assert.Equal(("ada", null), (caller.Subject, caller.Client));
            Assert.Equal(["reader"], caller.Roles);
        }
    }

    [Fact]
    public async Task Two_authenticated_identities_add_their_roles_under_the_first_subject()
    {
        var caller = await IdentifyAsync(Both(Given.Principal((Id, "ada"), (Role, "reader")), Given.Principal((Id, "certificate"), (Role, "admin"))));

        Assert.Equal("ada", caller.Subject);
        Assert.Equal(["admin", "reader"], caller.Roles);
    }

    [Theory]
    [InlineData("sub", "ada")]
    [InlineData(Id, "ada")]
    public async Task The_subject_is_the_name_identifier_or_sub(string type, string value) =>
        Assert.Equal(value, (await IdentifyAsync(Given.Principal((type, value)))).Subject);

    [Theory]
    [InlineData("client_id")]
    [InlineData("azp")]
    public async Task The_client_is_what_the_token_says(string type) =>
        Assert.Equal("app", (await IdentifyAsync(Given.Principal((Id, "ada"), (type, "app")))).Client);

    [Theory]
    [InlineData("reader", "reader")]
    [InlineData("Reader", null)]       // role names have a case
    [InlineData(" reader", null)]
    [InlineData("reader,admin", null)] // one claim, one role
    [InlineData("stranger", null)]     // not a role of this policy
    [InlineData("", null)]
    public async Task A_role_claim_counts_if_it_is_the_name_of_a_role(string value, string? role) =>
        Assert.Equal(role is null ? [] : [role], (await IdentifyAsync(Given.Principal((Id, "ada"), (Role, value)))).Roles);

    [Theory]
    [InlineData("roles", "reader")]
    [InlineData("Roles", null)]
    [InlineData(Role, null)]     // not configured any more
    public async Task One_configured_claim_type_names_roles(string type, string? role)
    {
        var caller = await IdentifyAsync(Given.Principal((Id, "ada"), (type, "reader")), options => options.RoleClaim = "roles");

        Assert.Equal(role is null ? [] : [role], caller.Roles);
    }

    /// <summary>An identity says itself which of its claims are roles. A caller with two could choose.</summary>
    [Fact]
    public async Task The_role_claim_type_of_an_identity_is_not_consulted()
    {
        var user = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(Id, "ada"), new Claim("hobby", "admin")], "Bearer", ClaimTypes.Name, roleType: "hobby"));

        Assert.True(user.IsInRole("admin"));
        Assert.Empty((await IdentifyAsync(user)).Roles);
    }

    [Theory]
    [InlineData("groups", "urn:corp:editors", "editor")]
    [InlineData("groups", "urn:corp:EDITORS", null)]
    [InlineData("groups", "urn:corp:editors urn:corp:admins", null)] // as a whole
    [InlineData("Groups", "urn:corp:editors", null)]
    [InlineData("scope", "mcp.edit", "editor")]                      // one of several
    [InlineData(Role, "urn:corp:editors", null)]
    public async Task Members_of_a_role_are_known_by_another_claim(string type, string value, string? role) =>
        Assert.Equal(role is null ? [] : [role], (await IdentifyAsync(Given.Principal((Id, "ada"), (type, value)))).Roles);

    [Fact]
    public async Task A_role_is_counted_once()
    {
        var caller = await IdentifyAsync(Given.Principal(
            (Id, "ada"), (Role, "editor"), (Role, "editor"), ("groups", "urn:corp:editors"), ("scope", "mcp.edit")));

        Assert.Equal(["editor"], caller.Roles);
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]    // one word of bits is full
    [InlineData(65)]
    [InlineData(1_000)] // more than the stack is used for
    public async Task Any_number_of_roles_is_found_each_once_and_in_order(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(index => $"role{index:D4}")];
        var claims = names.Reverse().Concat(names).Select(name => (Role, name)).Prepend((Id, "ada"));

        var caller = await IdentifyAsync(Given.Principal([.. claims]), options =>
        {
            foreach (var name in names)
            {
                options.Roles[name] = new RoleOptions();
            }
        });

        Assert.Equal(names, caller.Roles);
    }

    private static ClaimsPrincipal Both(ClaimsPrincipal one, ClaimsPrincipal other) => new(one.Identities.Concat(other.Identities));

    private static async Task<Caller> IdentifyAsync(ClaimsPrincipal? user, Action<McpSecurityOptions>? configure = null)
    {
        var options = new McpSecurityOptions
        {
            Roles =
            {
                ["reader"] = new RoleOptions(),
                ["editor"] = new RoleOptions
                {
                    Members =
                    {
                        ["entra"] = new MemberOptions { Claim = "groups", Value = "urn:corp:editors" },
                        ["token"] = new MemberOptions { Claim = "scope", Value = "mcp.edit" },
                    },
                },
                ["admin"] = new RoleOptions(),
                ["guest"] = new RoleOptions(),
            },
        };
        configure?.Invoke(options);
        return await new ClaimsCallerSource(Options.Create(options))
            .IdentifyAsync(new CallerContext { User = user }, CancellationToken.None);
    }
}

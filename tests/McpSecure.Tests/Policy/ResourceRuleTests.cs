using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Policy;

/// <summary>Among overlapping rules of one role the strictest counts; * stays within a segment, ** crosses.</summary>
public sealed class ResourceRuleTests
{
    private const string HandbookButHr = """
        "Roles": { "reader": { "Resources": {
          "handbook": { "Uri": "docs://**", "Access": "Allow" },
          "hr": { "Uri": "docs://hr/**", "Access": "Deny" },
          "ask": { "Uri": "docs://ask/**", "Access": "Ask" } } } }
        """;

    [Theory]
    [InlineData("docs://a/*", "docs://a/b", true)]
    [InlineData("docs://a/*", "docs://a/", true)]
    [InlineData("docs://a/*", "docs://a/b/c", false)]   // * stays within a segment
    [InlineData("docs://*/c", "docs://b/c", true)]
    [InlineData("docs://a/**", "docs://a/b/c", true)]   // ** crosses
    [InlineData("docs://a/**", "docs://a", false)]
    [InlineData("docs://a/**", "docs://ab/c", false)]
    [InlineData("docs://a/**/z", "docs://a/b/c/z", true)]
    [InlineData("docs://a.b", "docs://axb", false)]     // every other character stands for itself
    [InlineData("docs://a+", "docs://aa", false)]
    [InlineData("docs://(a|b)", "docs://a", false)]
    [InlineData("docs://a?", "docs://a?", true)]
    [InlineData("docs://a", "docs://a\n", false)]       // the end is the end
    [InlineData("docs://a", "xdocs://a", false)]        // and the start the start
    [InlineData("**", "anything://at/all", true)]
    [InlineData("docs://a", "docs://A", false)]
    public void A_pattern_matches(string pattern, string uri, bool expected) =>
        Assert.Equal(expected, new ResourcePattern(pattern).Matches(uri));

    [Fact]
    public void A_pattern_is_linear_in_the_URI()
    {
        var pattern = new ResourcePattern(string.Concat(Enumerable.Repeat("**a", 30)) + "b");

        Assert.False(pattern.Matches(new string('a', ResourceUri.MaximumLength)));
    }

    [Theory]
    [InlineData("docs://manual/1", Access.Allow, "handbook")]
    [InlineData("docs://hr/pay", Access.Deny, "hr")]
    [InlineData("docs://ask/1", Access.Ask, "ask")]
    public void Among_overlapping_rules_the_strictest_wins(string uri, Access expected, string rule)
    {
        var decision = Written.Policy(HandbookButHr).OnResource(uri, "reader");

        Assert.Equal(new AccessExplanation(expected, $"McpSecurity:Roles:reader:Resources:{rule}"), decision);
    }

    [Theory]
    [InlineData("docs://HR/pay", "another case")]
    [InlineData("docs://hR/pay", "one letter")]
    [InlineData("DOCS://hr/pay", "the scheme")]
    public void A_stricter_rule_binds_in_any_case(string uri, string reason)
    {
        Assert.True(ResourceUri.TryDecode(uri, out var decoded));

        Assert.True(Written.Policy(HandbookButHr).OnResource(decoded, "reader").Access == Access.Deny, reason);
    }

    [Theory]
    [InlineData("docs://k/x", "docs://\u212A/x")] // KELVIN SIGN: a regular expression takes it for a k, and the SDK finds templates by one
    [InlineData("docs://σ/x", "docs://ς/x")]      // final sigma: a file system takes it for a sigma
    [InlineData("docs://µ/x", "docs://μ/x")]      // MICRO SIGN and mu
    [InlineData("docs://\U00010428/x", "docs://\U00010400/x")] // beyond the first plane
    public void A_stricter_rule_binds_whoever_folds_the_case(string denied, string asked)
    {
        var policy = Written.Policy($$"""
            "Roles": { "reader": { "Resources": {
              "all": { "Uri": "docs://**", "Access": "Allow" }, "not": { "Uri": "{{denied}}", "Access": "Deny" } } } }
            """);

        Assert.Equal(Access.Deny, policy.OnResource(asked, "reader").Access);
    }

    [Theory]
    [InlineData("docs://ı/x")]  // dotless i is no i, to no code that ignores case invariantly
    [InlineData("docs://ｉ/x")] // nor is a fullwidth one
    public void What_nobody_takes_for_the_denied_letter_is_another(string asked)
    {
        var policy = Written.Policy("""
            "Roles": { "reader": { "Resources": {
              "all": { "Uri": "docs://**", "Access": "Allow" }, "not": { "Uri": "docs://i/x", "Access": "Deny" } } } }
            """);

        Assert.Equal(Access.Allow, policy.OnResource(asked, "reader").Access);
    }

    [Fact]
    public void A_grant_is_for_the_exact_case()
    {
        var policy = Written.Policy("""
            "Roles": { "reader": { "Resources": { "one": { "Uri": "docs://manual/**", "Access": "Allow" } } } }
            """);

        Assert.Equal(Access.Allow, policy.OnResource("docs://manual/1", "reader").Access);
        Assert.Equal(Access.Deny, policy.OnResource("docs://MANUAL/1", "reader").Access);
    }

    [Fact]
    public void A_stricter_rule_of_ones_own_is_not_escaped_by_shouting_into_an_inherited_grant()
    {
        var policy = Written.Policy("""
            "Roles": {
              "all": { "Resources": { "all": { "Uri": "docs://**", "Access": "Allow" } } },
              "some": { "Inherits": "all", "Resources": { "ask": { "Uri": "docs://ask/**", "Access": "Ask" } } }
            }
            """);

        Assert.Equal(Access.Allow, policy.OnResource("docs://other", "some").Access);
        Assert.Equal(Access.Ask, policy.OnResource("docs://ask/1", "some").Access);
        Assert.Equal(Access.Deny, policy.OnResource("docs://ASK/1", "some").Access);
    }

    [Fact]
    public void A_role_overrides_the_rules_it_inherits()
    {
        var policy = Written.Policy("""
            "Roles": {
              "strict": { "Resources": { "no": { "Uri": "docs://**", "Access": "Deny" } } },
              "wide": { "Inherits": "strict", "Resources": { "hr": { "Uri": "docs://hr/**", "Access": "Allow" } } }
            }
            """);

        Assert.Equal(Access.Allow, policy.OnResource("docs://hr/1", "wide").Access);
        Assert.Equal(Access.Deny, policy.OnResource("docs://it/1", "wide").Access);
    }

    [Fact]
    public void A_subscription_is_decided_as_reading()
    {
        var policy = Written.Policy(HandbookButHr);

        Assert.Equal(Access.Allow, policy.On(PrimitiveKind.Subscription, "docs://manual/1", PrimitiveFacts.None, "reader").Access);
        Assert.Equal(Access.Deny, policy.On(PrimitiveKind.Subscription, "docs://hr/pay", PrimitiveFacts.None, "reader").Access);
    }

    [Theory]
    [InlineData("docs://manual/{page}", Access.Allow)]  // some URI of it may be read
    [InlineData("docs://{section}/{page}", Access.Allow)]
    [InlineData("docs://hr/{page}", Access.Deny)]       // none may
    [InlineData("docs://HR/{page}", Access.Deny)]
    [InlineData("mail://{box}", Access.Deny)]           // nothing is said of it
    public void A_template_is_listed_if_some_URI_of_it_may_be_read(string template, Access expected)
    {
        var decision = Written.Policy(HandbookButHr).On(PrimitiveKind.ResourceTemplate, template, PrimitiveFacts.None, "reader");

        Assert.Equal(expected, decision.Access);
    }

    [Fact]
    public void A_fixed_resource_has_to_be_granted_under_its_own_address_too()
    {
        var policy = Written.Policy(HandbookButHr);
        var facts = PrimitiveFacts.Of(Given.Resource("docs://hr/pay", new Ran()));

        Assert.Equal(Access.Deny, policy.On(PrimitiveKind.Resource, "docs://x@hr/pay", facts, "reader").Access);
        Assert.Equal(Access.Allow, policy.On(PrimitiveKind.Resource, "docs://x@hr/pay", PrimitiveFacts.None, "reader").Access);
    }
}

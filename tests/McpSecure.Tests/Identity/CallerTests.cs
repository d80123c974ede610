namespace McpSecure.Tests.Identity;

/// <summary>The key is what limits and sessions will be counted by: two callers with one key could spend each other's.</summary>
public sealed class CallerTests
{
    [Fact]
    public void Nobody_is_known_of_the_anonymous_caller()
    {
        Assert.False(Caller.Anonymous.IsAuthenticated);
        Assert.False(Caller.Anonymous.IsLocal);
        Assert.Empty(Caller.Anonymous.Roles);
        Assert.Equal("---", Caller.Anonymous.Key);
    }

    [Fact]
    public void A_caller_is_authenticated_if_somebody_vouches_for_a_subject()
    {
        Assert.True(new Caller { Subject = "ada" }.IsAuthenticated);
        Assert.False(new Caller { Issuer = "idp", DisplayName = "Ada", Client = "app", Roles = ["admin"] }.IsAuthenticated);
    }

    [Theory]
    [InlineData("idp", "ada", "app", "3:idp3:ada3:app")]
    [InlineData("idp", "ada", null, "3:idp3:ada-")]
    [InlineData(null, "ada", null, "-3:ada-")]
    [InlineData("", "", "", "0:0:0:")]
    public void The_key_is_issuer_subject_and_client(string? issuer, string? subject, string? client, string expected) =>
        Assert.Equal(expected, new Caller { Issuer = issuer, Subject = subject, Client = client }.Key);

    [Fact]
    public void What_does_not_identify_is_not_in_the_key() => Assert.Equal(
        new Caller { Issuer = "idp", Subject = "ada" }.Key,
        new Caller { Issuer = "idp", Subject = "ada", DisplayName = "Ada", Roles = ["admin"] }.Key);

    /// <summary>All triples over texts that imitate the separators, absent parts included.</summary>
    [Fact]
    public void No_two_callers_share_a_key()
    {
        string?[] parts = [null, "", "-", "--", "1:", "1:-", "0:", "a", "3:a", "1:a", ":", "a1:a", "11:a"];
        var callers =
            (from issuer in parts
             from subject in parts
             from client in parts
             select new Caller { Issuer = issuer, Subject = subject, Client = client }).ToArray();

        Assert.Equal(callers.Length, callers.Select(caller => caller.Key).Distinct(StringComparer.Ordinal).Count());
    }
}

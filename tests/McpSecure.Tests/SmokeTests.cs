namespace McpSecure.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Default_access_denies() => Assert.Equal(Access.Deny, default);
}

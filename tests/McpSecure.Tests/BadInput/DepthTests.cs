using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.BadInput;

/// <summary>JSON nested to where the reader gives up, and one level on either side of it.</summary>
public sealed class DepthTests
{
    /// <summary>The message, its params, its arguments: the value of an argument starts on the fourth level.</summary>
    private const int Above = 3;

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, true)] // the deepest that System.Text.Json reads
    [InlineData(65, false)]
    [InlineData(10_000, false)]
    [InlineData(200_000, false)]
    public async Task Nesting_is_read_to_its_limit_and_refused_beyond(int levels, bool isRead)
    {
        await using var workshop = await OpenAsync();

        var answer = await workshop.Peer.CallToolAsync("take", $$"""{"value":{{Nested(levels - Above, "1")}} }""");
        await workshop.AssertServesAsync();
        var records = await workshop.CloseAsync();

        Form.AssertWellFormed(answer);
        Assert.Equal(isRead ? ["take", "read_file(alive)"] : ["read_file(alive)"], workshop.Ran.Entries);
        Assert.Equal(workshop.HandshakeRecords + (isRead ? 2 : 1), records.Count); // what cannot be read does not reach us
        if (!isRead)
        {
            Assert.Equal("-32700: Failed to parse the JSON-RPC request.", answer.Error());
        }
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"A":2}""")]
    public async Task A_key_given_twice_is_found_at_the_deepest_level(string value)
    {
        await using var workshop = await OpenAsync();

        var answer = await workshop.Peer.CallToolAsync("take", $$"""{"value":{{Nested(64 - Above - 1, value)}} }""");
        await workshop.CloseAsync();

        Assert.Contains("invalid_arguments", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(workshop.Ran.Entries);
    }

    private static Task<Workshop> OpenAsync() => Workshop.OpenAsync(
        services => services.PostConfigure<McpSecurityOptions>(options => options.Limits.ArgumentDepth = LimitsOptions.MostDepth),
        ran => [Given.Tool("take", (JsonElement value) => ran.Note("take"))]);

    private static string Nested(int levels, string innermost) =>
        string.Concat(Enumerable.Range(0, levels).Select(level => level % 2 == 0 ? "[" : """{"k":"""))
        + innermost
        + string.Concat(Enumerable.Range(0, levels).Reverse().Select(level => level % 2 == 0 ? "]" : "}"));
}

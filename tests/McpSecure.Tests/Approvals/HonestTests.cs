using System.Text.Json;
using McpSecure.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Approvals;

/// <summary>People who agree get what they agreed to, whatever the client speaks.</summary>
public sealed class HonestTests
{
    private readonly Desk _desk = new();

    /// <summary>Says yes to approvals, and something to everything else.</summary>
    private readonly Person _person = new(question => question.RequestedSchema!.Properties.ContainsKey("approve")
        ? Person.Yes
        : new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["text"] = JsonElement.Parse("\"hi\"") } });

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task A_tool_runs_once_a_person_agreed(string version)
    {
        await using var session = await _desk.StartAsync();
        await using var client = await session.ConnectAsync(version, _person.Sit);

        var result = await client.CallToolAsync("erase", Arguments(("path", "a.txt")), cancellationToken: Patience.Token);

        Assert.Equal("erase(a.txt,)", result.Text());
        Assert.Single(_person.Asked);
        Assert.Equal(["erase(a.txt,)"], _desk.Ran.Entries);
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task A_tool_with_rounds_of_its_own_keeps_them(string version)
    {
        await using var session = await _desk.StartAsync();
        await using var client = await session.ConnectAsync(version, _person.Sit);

        var result = await client.CallToolAsync("form", cancellationToken: Patience.Token);

        Assert.StartsWith("form(", result.Text(), StringComparison.Ordinal);
        Assert.Equal(3, _person.Asked.Count);
    }

    /// <summary>Code that waited and then ends by asking is approved all the same: the person is asked once.</summary>
    [Fact]
    public async Task A_tool_that_asks_in_both_ways_is_approved_once()
    {
        await using var session = await _desk.StartAsync();
        await using var client = await session.ConnectAsync(ProtocolVersions.July2026, _person.Sit);

        var result = await client.CallToolAsync("chat_form", cancellationToken: Patience.Token);

        Assert.Equal("chat_form", result.Text());
        Assert.Single(_person.Asked, question => question.RequestedSchema!.Properties.ContainsKey("approve"));
    }

    [Theory]
    [InlineData(ProtocolVersions.June2025, "chat", 1)]
    [InlineData(ProtocolVersions.November2025, "chat_asked", 2)]
    [InlineData(ProtocolVersions.July2026, "chat", 1)]
    [InlineData(ProtocolVersions.July2026, "chat_asked", 2)]
    public async Task A_tool_that_asks_while_it_runs_gets_its_answer(string version, string tool, int questions)
    {
        await using var session = await _desk.StartAsync();
        await using var client = await session.ConnectAsync(version, _person.Sit);

        var result = await client.CallToolAsync(tool, cancellationToken: Patience.Token);

        Assert.Equal("chat(accept)", result.Text());
        Assert.Equal(questions, _person.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task So_do_a_prompt_and_a_resource(string version)
    {
        await using var session = await _desk.StartAsync();
        await using var client = await session.ConnectAsync(version, _person.Sit);

        await client.GetPromptAsync("letter", Arguments(("to", "bob")), cancellationToken: Patience.Token);
        await client.ReadResourceAsync("vault://7", cancellationToken: Patience.Token);

        Assert.Equal(["letter(bob)", "vault(7)"], _desk.Ran.Entries);
        Assert.Equal(2, _person.Asked.Count);
    }

    [Fact]
    public async Task On_stateless_http_too()
    {
        await using var server = await _desk.StartHttpAsync();
        var client = await server.ConnectAsync("ann: clerk", ProtocolVersions.July2026, _person.Sit);

        Assert.Equal("erase(a.txt,)", (await client.CallToolAsync("erase", Arguments(("path", "a.txt")), cancellationToken: Patience.Token)).Text());
        Assert.StartsWith("form(", (await client.CallToolAsync("form", cancellationToken: Patience.Token)).Text(), StringComparison.Ordinal);
        await client.GetPromptAsync("letter", cancellationToken: Patience.Token);
        await client.ReadResourceAsync("vault://7", cancellationToken: Patience.Token);

        Assert.Equal(4, _desk.Ran.Entries.Count);
        Assert.Equal(6, _person.Asked.Count);
    }

    [Theory]
    [MemberData(nameof(ProtocolVersions.WithHandshake), MemberType = typeof(ProtocolVersions))]
    public async Task A_client_that_cannot_be_asked_is_told_so(string version)
    {
        await using var server = await _desk.StartHttpAsync();
        var stateless = await server.ConnectAsync("ann: clerk", version, _person.Sit);
        AssertRefused(await stateless.CallToolAsync("erase", Arguments(("path", "a.txt")), cancellationToken: Patience.Token));

        await using var session = await _desk.StartAsync();
        await using var without = await session.ConnectAsync(version);
        AssertRefused(await without.CallToolAsync("erase", Arguments(("path", "a.txt")), cancellationToken: Patience.Token));
        await Assert.ThrowsAsync<McpProtocolException>(() => without.GetPromptAsync("letter", cancellationToken: Patience.Token).AsTask());

        Assert.Empty(_desk.Ran.Entries);
        Assert.Empty(_person.Asked);
    }

    private static void AssertRefused(CallToolResult result)
    {
        Assert.True(result.IsError);
        Assert.Equal("approval_required", (string?)result.Meta!["io.github.mcpsecure/refusal"]!["code"]);
    }

    private static Dictionary<string, object?> Arguments(params (string Name, object? Value)[] arguments) => arguments.ToDictionary(argument => argument.Name, argument => argument.Value);
}

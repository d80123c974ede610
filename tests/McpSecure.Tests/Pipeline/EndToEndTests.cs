using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Pipeline;

/// <summary>A real client and a real server: the whole path once.</summary>
public sealed class EndToEndTests
{
    private const string Policy = """
        {
          "McpSecurity": {
            "AnonymousRole": "guest",
            "Roles": { "guest": { "Tools": { "read_file": "Allow", "delete_file": "Ask" } }, "admin": { "Tools": { "*": "Allow" } } }
          }
        }
        """;

    [Fact]
    public async Task A_client_sees_and_calls_only_what_its_role_grants()
    {
        var ran = new Ran();
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity().WithTools([Given.PathTool("read_file", ran), Given.PathTool("delete_file", ran), Given.PathTool("purge", ran)]),
            new SessionSetup { Hosted = true, Settings = Policy });
        var peer = await session.ConnectRawAsync();

        var tools = await peer.RequestAsync("tools/list");
        var allowed = await peer.CallToolAsync("read_file", """{"path":"a"}""");
        var asked = await peer.CallToolAsync("delete_file", """{"path":"a"}""");
        var hidden = await peer.CallToolAsync("purge", """{"path":"a"}""");
        var unknown = await peer.CallToolAsync("nope", """{"path":"a"}""");
        var wrongCase = await peer.CallToolAsync("read_file", """{"PATH":"a"}""");
        var both = await peer.CallToolAsync("read_file", """{"path":"a","PATH":"b"}""");

        Assert.Equal(["delete_file", "read_file"], tools.Result().GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()));
        Assert.False(allowed.IsToolError());
        Assert.True(asked.IsToolError());
        Assert.Contains("approval_required", asked.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("-32602: Unknown tool: 'purge'", hidden.Error());
        Assert.Equal("-32602: Unknown tool: 'nope'", unknown.Error());
        Assert.Contains("invalid_arguments", wrongCase.GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith("-32602: ", both.Error(), StringComparison.Ordinal);
        Assert.Contains("invalid_request", both.GetRawText(), StringComparison.Ordinal);
        Assert.Single(ran.Entries);
    }
}

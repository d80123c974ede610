using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.PlainSdk;

/// <summary>What a client learns without calling anything.</summary>
public sealed class ListTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("tools/list", "tools", "tool")]
    [InlineData("prompts/list", "prompts", "prompt")]
    [InlineData("resources/list", "resources", "mem://a")]
    [InlineData("resources/templates/list", "resourceTemplates", "file:///{path}")]
    public async Task Lists_show_everything_to_everybody(string method, string property, string name)
    {
        await using var session = await Session.StartAsync(server => server
            .WithTools([Given.Tool("tool", _ran)])
            .WithPrompts([Given.Prompt("prompt", _ran)])
            .WithResources([Given.Resource("mem://a", _ran), Given.Resource("file:///{path}", (string path) => path)]));

        var answer = await session.ConnectRaw().RequestAsync(method); // no handshake, no user

        Assert.Equal(name, Assert.Single(answer.Result().GetProperty(property).EnumerateArray()).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("", new[] { "Alpha", "Beta" })]
    [InlineData("a", new[] { "Alpha" })] // a prefix in any case
    [InlineData("x", new string[0])]
    public async Task Completion_tells_allowed_values_to_everybody(string typed, string[] told)
    {
        await using var session = await Session.StartAsync(server => server
            .WithPrompts([Given.Prompt("secret", ([AllowedValues("Alpha", "Beta")] string project) => project)]));

        var answer = await session.ConnectRaw().RequestAsync("completion/complete", $$"""
            {"ref":{"type":"ref/prompt","name":"secret"},"argument":{"name":"project","value":"{{typed}}"} }
            """.Trim());

        var values = answer.Result().GetProperty("completion").GetProperty("values").EnumerateArray();
        Assert.Equal(told, values.Select(value => value.GetString()));
    }

    [Fact]
    public async Task A_change_to_a_listed_tool_is_permanent()
    {
        await using var session = await Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddListToolsFilter(next => async (request, cancellationToken) =>
            {
                var result = await next(request, cancellationToken);
                result.Tools[0].Description += "!";
                return result;
            }))
            .WithTools([Given.Tool("tool", [Description("")] () => "done")]));
        var client = await session.ConnectAsync();

        await client.ListToolsAsync(new ListToolsRequestParams(), Patience.Token);
        var second = await client.ListToolsAsync(new ListToolsRequestParams(), Patience.Token);

        Assert.Equal("!!", second.Tools[0].Description);
    }

    [Fact]
    public async Task A_list_of_the_newest_version_is_private_unless_a_filter_says_otherwise()
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", _ran)]));

        var answer = await session.ConnectRaw().ModernRequestAsync("tools/list");

        Assert.Equal("private", answer.Result().GetProperty("cacheScope").GetString());
        Assert.Equal(0, answer.Result().GetProperty("ttlMs").GetInt32());
    }
}

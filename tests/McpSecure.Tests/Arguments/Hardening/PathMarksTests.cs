using System.ComponentModel.DataAnnotations;
using McpSecure.Files;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Files;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Arguments.Hardening;

/// <summary>A model sees which arguments are paths, beneath which root, and how long they may be; what it sees is enforced.</summary>
public sealed class PathMarksTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly McpServerTool _tool = Given.Tool("edit", Edit);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_schema_that_is_listed_names_the_root_of_each_path()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var schema = (await peer.RequestAsync("tools/list")).Result().GetProperty("tools")[0].GetProperty("inputSchema");
        var properties = schema.GetProperty("properties");

        Assert.Equal(["path", "short", "list", "edits", "plain"], properties.EnumerateObject().Select(property => property.Name)); // and no root
        Assert.Equal("""{"type":"string","x-mcpsecure-path":"docs","maxLength":4096}""", properties.GetProperty("path").GetRawText());
        Assert.Equal(("docs", 10), Mark(properties.GetProperty("short")));
        Assert.Equal(("docs", 4096), Mark(properties.GetProperty("list").GetProperty("items")));
        Assert.Equal(("docs", 4096), Mark(properties.GetProperty("edits").GetProperty("items").GetProperty("properties").GetProperty("path")));
        Assert.Equal(("docs", 4096), Mark(properties.GetProperty("plain"))); // by configuration
        Assert.DoesNotContain("x-mcpsecure-path", _tool.ProtocolTool.InputSchema.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_is_shown_is_enforced()
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync(
            "edit", $$"""{"path":"{{new string('a', 4097)}}","short":"a","list":[],"edits":[],"plain":"a"}""");

        Assert.Contains("/path: expected at most 4096 characters", answer.Text(), StringComparison.Ordinal);
    }

    private static (string? Root, int Length) Mark(System.Text.Json.JsonElement schema) =>
        (schema.GetProperty("x-mcpsecure-path").GetString(), schema.GetProperty("maxLength").GetInt32());

    private Task<Session> StartAsync() => Target.StartAsync(
        server => server.WithTools([_tool]),
        policy: Written.Settings($$"""
            "Roles": { "reader": { "Tools": { "*": "Allow" } } }, "Paths": { "docs": { "Root": "{{_folder.Inside}}" } },
            "Tools": { "edit": { "Paths": { "plain": { "Root": "docs" } } } }
            """),
        hosted: true,
        user: Given.User("ada", "reader"));

    private static string Edit(
        [FromKeyedServices("docs")] SecureRoot root,
        [ConfinedPath("docs")] string path,
        [ConfinedPath("docs"), StringLength(10)] string @short,
        [ConfinedPath("docs")] List<string> list,
        Change[] edits,
        string plain) => root.Name;

    private sealed record Change([ConfinedPath("docs")] string Path, string Text);
}

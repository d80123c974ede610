using System.Text.Json;
using McpSecure.Tests.Pages;

namespace McpSecure.Tests.Packaging;

/// <summary>The package as its user meets it: installed from a feed, with the program and the policy of the README.</summary>
[Collection(Packing.Name)]
public sealed class ScratchProjectTests(PackedLibrary package)
{
    private const string Initialize = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        """;

    private const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list"}""";

    [Fact]
    public async Task The_program_and_the_policy_of_the_README_build_and_run()
    {
        const string Page = "README.md";
        using var scratch = new ScratchProject(
            package,
            ("Program.cs", Snippet.First(Page, "csharp").Text),
            ("FileTools.cs", CSharpSnippet.FileTools),
            ("appsettings.json", Snippet.First(Page, "json").Text));

        await scratch.BuildAsync();
        var answers = await DotNet.TalkAsync(Path.GetTempPath(), scratch.Program, Initialize, ListTools);
        var segment = Assert.Single(await scratch.ItemsAsync("JsonSchemaSegment"));

        Assert.Equal("Scratch", JsonElement.Parse(answers[0]).GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.Equal(
            ["delete_file", "list_files", "read_file", "write_file"], // the editor's; purge is denied to everybody
            JsonElement.Parse(answers[1]).GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()));
        Assert.True(File.Exists(segment.GetProperty("FullPath").GetString()));
    }
}

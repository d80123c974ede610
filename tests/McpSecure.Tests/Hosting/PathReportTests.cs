using System.Text.Json;
using McpSecure.Hosting;
using McpSecure.Tests.Files;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Hosting;

/// <summary>What is named like a path and confined to nothing is found at the start.</summary>
public sealed class PathReportTests
{
    [Theory]
    [InlineData("path")]
    [InlineData("Paths")]
    [InlineData("filePath")]
    [InlineData("file_path")]
    [InlineData("file")]
    [InlineData("sourceFile")]
    [InlineData("fileName")]
    [InlineData("filename")]
    [InlineData("output-dir")]
    [InlineData("DIRECTORY")]
    [InlineData("workingDirectory")]
    [InlineData("targetFolderId")]
    [InlineData("cwd")]
    [InlineData("projectRoot")]
    [InlineData("fileURI")]
    [InlineData("URIPath")]
    public void A_name_of_a_path_is_one(string name) => Assert.True(PathWords.Mean(name));

    [Theory]
    [InlineData("name")]
    [InlineData("profile")] // a file only by its letters
    [InlineData("pathology")]
    [InlineData("direction")]
    [InlineData("file_type")]
    [InlineData("rootCause")]
    [InlineData("content")]
    [InlineData("curie")]
    [InlineData("")]
    [InlineData("__")]
    public void A_name_of_something_else_is_none(string name) => Assert.False(PathWords.Mean(name));

    [Fact]
    public void Texts_are_found_wherever_they_are_unless_they_are_confined_or_listed() => Assert.Equal(
        ["path", "files[*]", "edits[*].path", "inner.deep.cwd", "either.folder", "nullable_path"],
        PathReport.Unconfined(JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "path": { "type": "string" },
                "confined_path": { "type": "string", "x-mcpsecure-path": "docs" },
                "path_count": { "type": "integer" },
                "mode_path": { "type": "string", "enum": ["a", "b"] },
                "files": { "type": "array", "items": { "type": "string" } },
                "dirs": { "type": "array", "items": { "type": "string", "x-mcpsecure-path": "docs" } },
                "edits": { "type": "array", "items": { "type": "object", "properties": { "path": { "type": "string" }, "text": { "type": "string" } } } },
                "inner": { "type": "object", "properties": { "deep": { "type": "object", "properties": { "cwd": { "type": "string" } } } } },
                "either": { "anyOf": [ { "type": "object", "properties": { "folder": { "type": "string" } } } ] },
                "nullable_path": { "type": ["string", "null"] }
              }
            }
            """)));

    [Theory]
    [InlineData("", "read:path, save:files[*]")]
    [InlineData(""", "Tools": { "read": { "Paths": { "path": { "Root": "docs" } } } }""", "save:files[*]")]
    [InlineData(""", "Tools": { "read": { "Paths": { "path": { "Root": "docs" } } }, "save": { "Paths": { "files[*]": { "Root": "docs" } } } }""", null)]
    public async Task The_log_says_so_until_they_are_confined(string tools, string? expected)
    {
        using var folder = new Folder();
        await using var session = await Session.StartAsync(
            server => server.WithTools([Given.Tool("read", (string path) => path), Given.Tool("save", (string[] files, [ConfinedPath("docs")] string folder) => folder)]).AddMcpSecurity(),
            new SessionSetup
            {
                Hosted = true,
                Settings = Written.Settings($$""" "Roles": { "reader": { "Tools": { "*": "Allow" } } }, "Paths": { "docs": { "Root": "{{folder.Inside}}" } } {{tools}} """),
            });

        var entries = session.Logs.From("McpSecure").Where(entry => entry.EventId.Id == 22).ToArray();

        Assert.Equal(expected is null ? [] : [expected], entries.Select(entry => entry["Arguments"]));
        Assert.All(entries, entry => Assert.Equal(LogLevel.Warning, entry.Level));
    }
}

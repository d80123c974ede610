using System.Diagnostics;
using System.Security.Claims;
using McpSecure.Files;
using McpSecure.Paths;
using McpSecure.Tests.Files;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>A reader of documents asks for files that are none.</summary>
public sealed class PathArgumentTests : IDisposable
{
    private const string Roles = """
        "Roles": {
          "reader": { "Tools": { "*": "Allow" }, "Prompts": { "*": "Allow" }, "Resources": { "all": { "Uri": "**", "Access": "Allow" } } }
        }
        """;

    private readonly Folder _folder = new();
    private readonly Ran _ran = new();

    public PathArgumentTests()
    {
        _folder.Write("notes/a.txt", "a note");
        _folder.Link("out", _folder.Outside);
        _folder.Link("notes/secret.txt", "../../outside/secret");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../outside/secret", "DotDot")] // up
    [InlineData("notes/../../outside/secret", "DotDot")] // down and up
    [InlineData("ABSOLUTE", "Rooted")]
    [InlineData("file:///etc/passwd", "UriLike")]
    [InlineData("..%2foutside%2fsecret", "EncodedTraversal")]
    [InlineData("out/secret", "Escapes")] // a link to a directory
    [InlineData("notes/secret.txt", "Escapes")] // a link to a file
    public async Task A_path_that_leads_outside_does_not_reach_the_tool(string path, string reason)
    {
        path = path == "ABSOLUTE" ? _folder.Out("secret") : path;
        var guarded = await CallAsync("read", $$"""{"path":"{{path}}"}""");
        var unguarded = await CallAsync("read", $$"""{"path":"{{path}}"}""", Without.Guard<PathsGuard>());

        Assert.True(guarded.IsToolError());
        Assert.Equal($"The argument 'path' was refused: {RefusalText.Of(Enum.Parse<PathRefusal>(reason))} ({reason}).", guarded.Text());
        Assert.Contains("""{"code":"path_refused","retry":"after_fix"}""", guarded.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Inside, guarded.GetRawText(), StringComparison.Ordinal);
        Assert.Equal([path], _ran.Entries); // without the guard
        Assert.True(unguarded.IsToolError()); // and there the root refuses
    }

    /// <summary>What the tool would do without a root: the bad thing happens.</summary>
    [Theory]
    [InlineData("../outside/secret")]
    [InlineData("out/secret")]
    [InlineData("notes/secret.txt")]
    public async Task Without_a_root_the_same_path_is_read(string path) =>
        Assert.Equal("secret", (await CallAsync("read_plainly", $$"""{"path":"{{path}}"}""")).Text());

    [Fact]
    public async Task What_lies_inside_is_read_through_the_injected_root() =>
        Assert.Equal("a note", (await CallAsync("read", """{"path":"notes/a.txt"}""")).Text());

    [Fact]
    public async Task A_pipe_is_refused_without_waiting_for_a_writer()
    {
        Process.Start(new ProcessStartInfo("mkfifo") { ArgumentList = { _folder.In("notes/pipe") } })!.WaitForExit();

        var answer = await CallAsync("read", """{"path":"notes/pipe"}""");

        Assert.Equal("The argument 'path' was refused: it is a pipe, a socket or a device (Special).", answer.Text());
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("""{"edits":[{"path":"notes/a.txt"},{"path":"../outside/secret"}]}""", "edits[1].path")] // the last of several
    [InlineData("""{"edits":[],"more":["notes/a.txt","out/secret"]}""", "more[1]")]
    [InlineData("""{"edits":[],"inner":{"target":"../x"}}""", "inner.target")]
    [InlineData("""{"edits":[],"list":["/etc/passwd"]}""", "list[0]")]
    public async Task An_argument_deep_within_is_found(string arguments, string place)
    {
        var guarded = await CallAsync("edit", arguments);
        await CallAsync("edit", arguments, Without.Guard<PathsGuard>());

        Assert.StartsWith($"The argument '{place}' was refused: ", guarded.Text(), StringComparison.Ordinal);
        Assert.Equal(["edited"], _ran.Entries); // without the guard
    }

    /// <summary>Each costs system calls: one small request must not cost any number of them.</summary>
    [Theory]
    [InlineData(1000, 0, null)]
    [InlineData(1001, 0, "more[1000]")]
    [InlineData(600, 400, null)]
    [InlineData(600, 401, "list[400]")] // all arguments of the call together
    public async Task A_call_with_more_paths_than_a_call_needs_is_refused(int more, int list, string? place)
    {
        var arguments = $$"""{"edits":[],"more":[{{Paths(more)}}],"list":[{{Paths(list)}}]}""";
        var guarded = await CallAsync("edit", arguments);
        await CallAsync("edit", arguments, Without.Guard<PathsGuard>());

        Assert.Equal(place is null ? "edited" : $"The argument '{place}' was refused: one call takes at most 1000 paths (TooMany).", guarded.Text());
        Assert.Equal(place is null ? 2 : 1, _ran.Entries.Count); // without the guard it runs

        static string Paths(int count) => string.Join(',', Enumerable.Repeat("\"notes\"", count));
    }

    [Theory]
    [InlineData("""{"edits":[{"path":"notes/a.txt"}],"more":["notes"],"inner":{"target":"notes/new"},"list":[]}""")]
    [InlineData("""{"edits":[]}""")] // what is optional was not sent
    [InlineData("""{"edits":[],"more":null,"inner":null}""")]
    public async Task What_is_left_out_or_null_is_no_path(string arguments)
    {
        await CallAsync("edit", arguments);

        Assert.Equal(["edited"], _ran.Entries);
    }

    [Fact]
    public async Task A_path_that_the_root_refuses_in_the_tool_is_told_as_the_guard_would_and_stands_in_the_record()
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("read_other", """{"path":"notes/a.txt"}""");
        await session.FinishAsync();

        Assert.True(answer.IsToolError());
        Assert.Equal("The path was refused by 'docs': it leads outside (Escapes).", answer.Text());
        Assert.Contains("""{"code":"path_refused","retry":"after_fix"}""", answer.GetRawText(), StringComparison.Ordinal);
        var record = Assert.Single(session.Logs.From("McpSecure"), entry => Equals(entry["Guard"], "paths"));
        Assert.Equal("path_refused", record["Code"]);
    }

    [Fact]
    public async Task A_refusal_of_the_guard_stands_in_the_record()
    {
        await using var session = await StartAsync();

        await (await session.ConnectRawAsync()).CallToolAsync("read", """{"path":"../x"}""");
        await session.FinishAsync();

        var record = Assert.Single(session.Logs.From("McpSecure"), entry => Equals(entry["Guard"], "paths"));
        Assert.Equal(("path_refused", "[ConfinedPath(docs)]"), (record["Code"], record["DecidedBy"]));
    }

    [Fact]
    public async Task An_argument_that_only_the_operator_confined_is_confined()
    {
        var policy = $$"""
            {{Roles}}, "Paths": { "docs": { "Root": "{{_folder.Inside}}" } }, "Tools": { "read_plainly": { "Paths": { "path": { "Root": "docs" } } } }
            """;
        await using var session = await StartAsync(policy: policy);
        var peer = await session.ConnectRawAsync();

        Assert.Equal("The argument 'path' was refused: it leads outside (Escapes).", (await peer.CallToolAsync("read_plainly", """{"path":"notes/secret.txt"}""")).Text());
        Assert.Equal("a note", (await peer.CallToolAsync("read_plainly", """{"path":"notes/a.txt"}""")).Text());
    }

    [Theory]
    [InlineData("tools/call", """{"name":"show","arguments":{"path":"../x"}}""")]
    [InlineData("prompts/get", """{"name":"review","arguments":{"path":"../x"}}""")]
    [InlineData("prompts/get", """{"name":"review","arguments":{"path":"out/secret"}}""")]
    [InlineData("resources/read", """{"uri":"docs://file/out"}""")] // a link
    [InlineData("resources/read", """{"uri":"docs://file/~"}""")]
    [InlineData("resources/read", """{"uri":"docs://file/%7E"}""")] // decoded
    [InlineData("resources/read", """{"uri":"docs://file/%E2%80%AEtxt"}""")] // invisible once decoded
    [InlineData("resources/subscribe", """{"uri":"docs://file/out"}""")]
    public async Task Prompts_and_resources_are_checked_too(string method, string parameters)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).RequestAsync(method, parameters);

        Assert.Contains("The argument 'path' was refused: ", answer.GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("prompts/get", """{"name":"review","arguments":{"path":"notes"}}""")]
    [InlineData("resources/read", """{"uri":"docs://file/notes"}""")]
    public async Task Prompts_and_resources_get_the_root_and_their_refusals_are_told(string method, string parameters)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).RequestAsync(method, parameters);
        await session.FinishAsync();

        Assert.Equal(["notes: Directory"], _ran.Entries);
        Assert.Equal("-32602: The path was refused by 'docs': it leads outside (Escapes).", answer.Error());
        Assert.Contains(session.Logs.From("McpSecure"), entry => Equals(entry["Guard"], "paths") && Equals(entry["Code"], "path_refused"));
    }

    private async Task<System.Text.Json.JsonElement> CallAsync(string tool, string arguments, Action<IServiceCollection>? without = null)
    {
        await using var session = await StartAsync(without);
        return await (await session.ConnectRawAsync()).CallToolAsync(tool, arguments);
    }

    private Task<Session> StartAsync(Action<IServiceCollection>? without = null, string? policy = null, ClaimsPrincipal? user = null) => Target.StartAsync(
        server => server.WithTools(Given.ToolsOf(this))
            .WithPrompts([Given.Prompt("review", Review)])
            .WithResources([Given.Resource("docs://file/{path}", Resource)])
            .WithSubscribeToResourcesHandler((_, _) => ValueTask.FromResult(new ModelContextProtocol.Protocol.EmptyResult())),
        without,
        Written.Settings(policy ?? $$""" {{Roles}}, "Paths": { "docs": { "Root": "{{_folder.Inside}}" } } """),
        hosted: true,
        user ?? Given.User("ada", "reader"));

    [McpServerTool(Name = "read")]
    private string Read([ConfinedPath("docs", PathAccess.Read, MustExist = true)] string path, [FromKeyedServices("docs")] SecureRoot root)
    {
        _ran.Note(path);
        return root.ReadAllText(path);
    }

    /// <summary>What it checks is not what it opens; the root it opens it beneath is the same.</summary>
    [McpServerTool(Name = "read_other")]
    private static string ReadOther([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root) => root.ReadAllText("../" + path);

    [McpServerTool(Name = "edit")]
    private string Edit(
        Change[] edits,
        [ConfinedPath("docs")] string[]? more = null,
        Inner? inner = null,
        [ConfinedPath("docs")] List<string>? list = null) => _ran.Note("edited");

    [McpServerTool(Name = "show")]
    private string Show([ConfinedPath("docs")] string? path = null) => _ran.Note("shown");

    private string Review([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root) => Use(path, root);

    private string Resource([ConfinedPath("docs")] string path, [FromKeyedServices("docs")] SecureRoot root) => Use(path, root);

    private string Use(string path, SecureRoot root)
    {
        _ran.Note($"{path}: {root.GetInfo(path).Kind}");
        return root.ReadAllText("out/secret");
    }

    private sealed record Change([ConfinedPath("docs")] string Path);

    private sealed class Inner
    {
        [ConfinedPath("docs")]
        public string? Target { get; set; }
    }

    [McpServerTool(Name = "read_plainly")]
    private string ReadPlainly(string path) => File.ReadAllText(Path.Join(_folder.Inside, path));
}

using McpSecure;
using McpSecure.Testing;

namespace WorkspaceServer.Tests;

/// <summary>The server's own appsettings.json: what each role gets, and which setting decides it.</summary>
public sealed class PolicyTests(Served served) : IClassFixture<Served>
{
    private const string Reader = "McpSecurity:Roles:reader:";
    private const string Editor = "McpSecurity:Roles:editor:";
    private const string Admin = "McpSecurity:Roles:admin:";
    private const string Nothing = "no role grants it";

    [Theory]
    [InlineData("reader", "list_files", null, Reader + "Tools:list_files")]
    [InlineData("reader", "read_file", null, Reader + "Tools:read_file")]
    [InlineData("reader", "write_file", RefusalCode.NotFound, Nothing)]
    [InlineData("reader", "delete_file", RefusalCode.NotFound, Nothing)]
    [InlineData("editor", "list_files", null, Reader + "Tools:list_files")] // an editor reads because a reader does
    [InlineData("editor", "read_file", null, Reader + "Tools:read_file")]
    [InlineData("editor", "write_file", null, Editor + "Tools:write_file")]
    [InlineData("editor", "delete_file", RefusalCode.ApprovalRequired, Editor + "Tools:delete_file")]
    [InlineData("admin", "list_files", null, Admin + "Tools:*")]
    [InlineData("admin", "read_file", null, Admin + "Tools:*")]
    [InlineData("admin", "write_file", null, Admin + "Tools:*")]
    [InlineData("admin", "delete_file", null, Admin + "Tools:delete_file")] // named, or the wildcard would ask for what is destructive
    public async Task A_tool_is_for_whom_the_policy_says(string role, string tool, RefusalCode? refusal, string decidedBy)
    {
        var caller = await served.Server.AsAsync(role);
        (string, object?)[] arguments = tool switch
        {
            "list_files" => [],
            "write_file" => [("path", $"notes/{role}.md"), ("text", "x"), ("mode", "overwrite")],
            "delete_file" => [("path", "data/inventory.csv")],
            _ => [("path", "welcome.md")],
        };

        var outcome = await caller.CallToolAsync(tool, arguments);

        AssertDecided(outcome, refusal, decidedBy);
        Assert.Equal(refusal is null, outcome.Result is { IsError: not true });
    }

    [Theory]
    [InlineData("reader", "git_log list_files query_notes read_file search_notes")]
    [InlineData("editor", "add_note delete_file fetch_page git_log list_files query_notes read_file search_notes write_file")]
    [InlineData("admin", "add_note delete_file fetch_page git_log list_files query_notes read_file search_notes write_file")]
    public async Task A_role_sees_the_tools_that_it_may_use(string role, string tools)
    {
        var caller = await served.Server.AsAsync(role);

        Assert.Equal(tools.Split(' '), await caller.ListToolsAsync());
        Assert.Equal(["summarize_folder"], await caller.ListPromptsAsync());
    }

    [Theory]
    [InlineData("reader", Reader + "Prompts:summarize_folder")]
    [InlineData("editor", Reader + "Prompts:summarize_folder")]
    [InlineData("admin", Admin + "Prompts:*")]
    public async Task The_prompt_is_for_everybody_with_a_role(string role, string decidedBy)
    {
        var outcome = await (await served.Server.AsAsync(role)).GetPromptAsync("summarize_folder", ("path", "notes"));

        AssertDecided(outcome, refusal: null, decidedBy);
        Assert.Contains("notes/ideas.md", outcome.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reader", "workspace://files/notes/ideas.md", null, Reader + "Resources:files")]
    [InlineData("editor", "workspace://files/notes/ideas.md", null, Reader + "Resources:files")]
    [InlineData("admin", "workspace://files/notes/ideas.md", null, Admin + "Resources:everything")]
    [InlineData("reader", "workspace://status", RefusalCode.NotFound, Nothing)]
    [InlineData("editor", "workspace://status", RefusalCode.NotFound, Nothing)]
    [InlineData("admin", "workspace://status", null, Admin + "Resources:everything")]
    [InlineData("admin", "workspace://files/..%2F..%2Fetc%2Fpasswd", RefusalCode.InvalidUri, null)] // refused before anybody's rules are asked
    public async Task A_resource_is_for_whom_the_policy_says(string role, string uri, RefusalCode? refusal, string? decidedBy)
    {
        var outcome = await (await served.Server.AsAsync(role)).ReadResourceAsync(uri);

        AssertDecided(outcome, refusal, decidedBy);
    }

    [Theory]
    [InlineData("reader", "workspace://files/{+path}")]
    [InlineData("editor", "workspace://files/{+path}")]
    [InlineData("admin", "workspace://files/{+path} workspace://status")]
    public async Task A_role_sees_the_resources_that_it_may_read(string role, string resources) =>
        Assert.Equal(resources.Split(' '), await (await served.Server.AsAsync(role)).ListResourcesAsync());

    [Fact]
    public async Task An_approval_that_nobody_gave_leaves_the_file_where_it_is()
    {
        var editor = await served.Server.AsAsync("editor");

        var outcome = await editor.CallToolAsync("delete_file", ("path", "notes/todo.md"));

        Assert.Equal(RefusalCode.ApprovalRequired, outcome.Refusal);
        Assert.True(outcome.Result!.IsError);
        Assert.True(served.Has("notes/todo.md"));
    }

    /// <summary>The binder of the SDK takes PATH for path, and the last of the two.</summary>
    [Theory]
    [InlineData("reader")]
    [InlineData("editor")]
    [InlineData("admin")]
    public async Task A_path_in_capitals_is_no_path_for_anybody(string role)
    {
        var caller = await served.Server.AsAsync(role);

        var instead = await caller.CallToolAsync("read_file", ("PATH", "welcome.md"));
        var beside = await caller.CallToolAsync("read_file", ("path", "welcome.md"), ("PATH", "notes/ideas.md"));

        Assert.Equal(RefusalCode.InvalidArguments, instead.Refusal);
        Assert.Equal(RefusalCode.InvalidRequest, beside.Refusal);
        Assert.False(instead.IsAllowed || beside.IsAllowed);
        Assert.DoesNotContain("Welcome", instead.Text + beside.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_with_several_mistakes_is_told_all_of_them_and_runs_once_they_are_mended()
    {
        var reader = await served.Server.AsAsync("reader");

        var wrong = await reader.CallToolAsync("read_file", ("path", "welcome.md"), ("lines", new { form = 1, to = "1" }), ("encoding", "utf-8"));
        var right = await reader.CallToolAsync("read_file", ("path", "welcome.md"), ("lines", new { from = 1, to = 1 }));

        Assert.Equal(RefusalCode.InvalidArguments, wrong.Refusal);
        Assert.Equal(["/encoding", "/lines/form", "/lines/from", "/lines/to"], wrong.Text.Split('\n').Skip(1).Select(line => line.Split(' ')[1].TrimEnd(':')).Order(StringComparer.Ordinal));
        Assert.Equal("# Welcome", right.Text);
    }

    [Theory]
    [InlineData("reader", "write_file")]
    [InlineData("reader", "delete_file")]
    public async Task A_hidden_tool_answers_like_one_that_does_not_exist(string role, string hidden)
    {
        var caller = await served.Server.AsAsync(role);

        var outcome = await caller.CallToolAsync(hidden, ("path", "welcome.md"));
        var unknown = await caller.CallToolAsync("no_such_tool", ("path", "welcome.md"));

        Assert.Equal(RefusalCode.NotFound, outcome.Refusal);
        Assert.Equal(RefusalCode.NotFound, unknown.Refusal);
        Assert.Equal(unknown.Text.Replace("no_such_tool", hidden, StringComparison.Ordinal), outcome.Text);
        Assert.Equal(unknown.Error!.ErrorCode, outcome.Error!.ErrorCode);
        Assert.Empty(outcome.Error.Data);
    }

    [Fact]
    public async Task A_path_out_of_the_workspace_is_refused_whatever_the_role()
    {
        var admin = await served.Server.AsAsync("admin");

        var read = await admin.CallToolAsync("read_file", ("path", "../../etc/passwd"));
        var listed = await admin.CallToolAsync("list_files", ("pattern", "../*"));

        Assert.Equal(RefusalCode.PathRefused, read.Refusal);
        Assert.Equal("The argument 'path' was refused: it goes up with '..' (DotDot).", read.Text);
        Assert.Equal(RefusalCode.PathRefused, listed.Refusal);
    }

    [Fact]
    public async Task What_git_reads_as_its_configuration_is_not_written_by_anybody()
    {
        var admin = await served.Server.AsAsync("admin");

        var outcome = await admin.CallToolAsync("write_file", ("path", "notes/.git/config"), ("text", "[core]"));

        Assert.Equal(RefusalCode.PathRefused, outcome.Refusal);
        Assert.Contains("(ProtectedName)", outcome.Text, StringComparison.Ordinal);
        Assert.False(served.Has("notes/.git/config"));
    }

    [Fact]
    public async Task The_person_who_starts_it_has_the_role_of_the_command_line()
    {
        var local = await served.Server.AsLocalAsync();

        AssertDecided(await local.CallToolAsync("read_file", ("path", "welcome.md")), refusal: null, Reader + "Tools:read_file");
        Assert.Equal(["git_log", "list_files", "query_notes", "read_file", "search_notes"], await local.ListToolsAsync());
    }

    [Fact]
    public async Task Nobody_from_outside_gets_anything()
    {
        var anonymous = await served.Server.AsAnonymousAsync();

        Assert.Equal(RefusalCode.NotFound, (await anonymous.CallToolAsync("read_file", ("path", "welcome.md"))).Refusal);
        Assert.Empty(await anonymous.ListToolsAsync());
        Assert.Empty(await anonymous.ListResourcesAsync());
    }

    private static void AssertDecided<TResult>(CallOutcome<TResult> outcome, RefusalCode? refusal, string? decidedBy)
        where TResult : class
    {
        Assert.True(outcome.Refusal == refusal, outcome.ToString());
        Assert.Equal(refusal is null, outcome.IsAllowed);
        Assert.Equal(decidedBy, outcome.DecidedBy);
    }
}

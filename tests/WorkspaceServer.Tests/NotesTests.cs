using McpSecure;
using McpSecure.Files;

namespace WorkspaceServer.Tests;

/// <summary>The notes: what is stored, what is found, and what a statement of a model can do.</summary>
public sealed class NotesTests(Served served) : IClassFixture<Served>
{
    public static TheoryData<string> Attacks =>
    [
        "delete from notes",
        "update notes set title = 'x'",
        "insert into notes (title, body, created) values ('x', 'x', 'x')",
        "drop table notes",
        "select 1; delete from notes",
        "/* */ delete from notes",
        "with x as (select 1) delete from notes",
        "create temp table t (x)",
        "attach database 'marker' as other",
        "vacuum into 'marker'",
        "pragma writable_schema = 1",
        "pragma journal_mode = delete",
        "select load_extension('marker')",
        "select writefile('marker', 'x')",
        "begin immediate",
        "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
        "select randomblob(1000000000)",
    ];

    [Theory]
    [InlineData("'; drop table notes; --")]
    [InlineData("x', '', ''); delete from notes; --")]
    [InlineData("\" or \"1\"=\"1")]
    [InlineData("%' or 1=1 /*")]
    [InlineData("😀 two\nlines")]
    public async Task A_note_is_stored_as_it_was_sent_and_found_by_its_text(string text)
    {
        var editor = await served.Server.AsAsync("editor");
        var before = await CountAsync();

        var added = await editor.CallToolAsync("add_note", ("title", text), ("body", "b"));
        var found = await editor.CallToolAsync("search_notes", ("text", text));

        Assert.Equal("Added.", added.Text);
        Assert.Equal(2, found.Text.Split('\n').Length); // the names of the columns, and one row
        Assert.Equal(before + 1, await CountAsync());
    }

    [Fact]
    public async Task A_text_that_would_be_a_condition_finds_nothing()
    {
        var reader = await served.Server.AsAsync("reader");
        await (await served.Server.AsAsync("editor")).CallToolAsync("add_note", ("title", "A"), ("body", "b"));

        Assert.Equal("No row.", (await reader.CallToolAsync("search_notes", ("text", "no' or 1=1 --"))).Text);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_statement_that_does_more_than_read_is_refused(string sql)
    {
        var reader = await served.Server.AsAsync("reader");
        await (await served.Server.AsAsync("editor")).CallToolAsync("add_note", ("title", "A"), ("body", "b"));
        var before = await CountAsync();

        var outcome = await reader.CallToolAsync("query_notes", ("sql", sql));

        Assert.Equal(RefusalCode.SqlRefused, outcome.Refusal);
        Assert.Equal(before, await CountAsync());
        Assert.Empty(Directory.GetFiles(served.Directory, "marker*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_database_is_no_file_for_the_tools_that_write_files()
    {
        var admin = await served.Server.AsAsync("admin");

        var written = await admin.CallToolAsync("write_file", ("path", ".notes/notes.db"), ("text", "x"), ("mode", "overwrite"));
        var deleted = await admin.CallToolAsync("delete_file", ("path", ".notes/notes.db"));

        Assert.Equal(RefusalCode.PathRefused, written.Refusal);
        Assert.Equal(RefusalCode.PathRefused, deleted.Refusal);
    }

    [Fact]
    public async Task A_workspace_whose_database_is_a_link_to_another_is_not_served()
    {
        var folder = Directory.CreateTempSubdirectory("workspace-").FullName;
        var other = Path.Join(folder, "other.db");
        await File.WriteAllTextAsync(other, "x");
        Directory.CreateDirectory(Path.Join(folder, ".notes"));
        File.CreateSymbolicLink(Path.Join(folder, ".notes", "notes.db"), "../other.db");
        try
        {
            await Assert.ThrowsAsync<PathRefusedException>(() => Workspace.OpenAsync(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<int> CountAsync()
    {
        var outcome = await (await served.Server.AsAsync("reader")).CallToolAsync("query_notes", ("sql", "select count(*) from notes"));
        return int.Parse(outcome.Text.Split('\n')[1], provider: null);
    }
}

using System.Globalization;
using System.Text;
using McpSecure.Execution;
using McpSecure.Sqlite;

namespace WorkspaceServer;

/// <summary>The notes of the workspace, in a SQLite database beneath it.</summary>
internal sealed class Notes(SqlDatabase database, TimeProvider time)
{
    public const int MaxTitleLength = 200;
    public const int MaxBodyLength = 16 * 1024;
    public const int MaxQueryLength = 4 * 1024;

    /// <summary>The folder of the database. Its name is protected: no tool for files writes, moves or deletes anything in it.</summary>
    public const string Folder = ".notes";

    private const int MaxFound = 20;

    /// <summary>The file of the database, relative to the workspace.</summary>
    public const string DatabaseFile = $"{Folder}/notes.db";

    /// <summary>Limits what one statement may take: an answer has to fit into a model's context, and come before it loses patience.</summary>
    public static void Configure(SqliteDatabaseOptions options) =>
        options.Limits = new SqlLimits { MaxRows = 100, MaxBytes = 32 * 1024, MaxSqlLength = MaxQueryLength, Timeout = TimeSpan.FromSeconds(1) };

    /// <summary>Makes the table, where it is not there yet.</summary>
    public static Task PrepareAsync(SqlDatabase database) => database.ExecuteAsync(
        $"create table if not exists notes (id integer primary key, title text not null, body text not null, created text not null)");

    public async Task<string> AddAsync(string title, string body, CancellationToken cancellationToken)
    {
        var created = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await database.ExecuteAsync($"insert into notes (title, body, created) values ({title}, {body}, {created})", cancellationToken);
        return "Added.";
    }

    public async Task<string> SearchAsync(string text, CancellationToken cancellationToken) => Table(await database.QueryAsync(
        $"""
        select title, body, created from notes
        where instr(lower(title), lower({text})) > 0 or instr(lower(body), lower({text})) > 0
        order by id desc limit {MaxFound}
        """,
        cancellationToken));

    /// <summary>Runs what a model wrote. Nothing here reads the text: the database is open for reading only, and refuses everything else.</summary>
    public async Task<string> QueryAsync(string sql, CancellationToken cancellationToken) =>
        Table(await database.QueryReadOnlyAsync(sql, cancellationToken));

    private static string Table(SqlResult result)
    {
        if (result.Rows.Count == 0)
        {
            return "No row.";
        }

        var text = new StringBuilder();
        text.AppendJoin(" | ", result.Columns).Append('\n');
        foreach (var row in result.Rows)
        {
            text.AppendJoin(" | ", row.Select(value => OneLine(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null"))).Append('\n');
        }

        return result.IsTruncated ? text.Append("[truncated: there is more than one answer holds]").ToString() : text.ToString().TrimEnd();
    }

    /// <summary>A value may hold a line break, and would look like two rows, or like a remark of ours.</summary>
    private static string OneLine(string value) => string.Concat(value.Select(character => char.IsControl(character) ? ' ' : character));
}

using McpSecure.Execution;
using McpSecure.Sqlite.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace McpSecure.Sqlite.Tests;

/// <summary>Statements that a model wrote: whatever they try, the database and the folder stay as they are.</summary>
public sealed class ReadOnlyTests(ITestOutputHelper output)
{
    /// <summary>FOLDER stands for the folder of the database.</summary>
    private static readonly string[] Lines =
    [
        "insert into notes (title, body) values ('x', 'x')", "update notes set body = 'x'", "delete from notes", "replace into notes values (1, 'x', 'x')",
        "insert into notes (title, body) values ('x', 'x') returning id", "update notes set body = 'x' returning id", "delete from notes returning *",
        "with a as (select 1) delete from notes", "with a as (select 1) insert into notes (title, body) select 'x', 'x' from a", "with a(x) as (values (1)) update notes set body = x",
        "insert into notes (title, body) values ('one', 'x') on conflict (title) do update set body = 'y'",
        "select 1; delete from notes", "select 1; drop table notes; --", "; delete from notes", "/* a */ delete from notes", "-- a\ndelete from notes", "\uFEFFdelete from notes",
        "select 1;;;delete from notes", "explain select 1; delete from notes", "begin; delete from notes; commit", "begin immediate", "begin exclusive", "savepoint s", "commit", "rollback", "end",
        "create table x (a)", "create temp table x (a)", "create temporary table x as select * from users", "create table x as select 1", "create index i on notes (body)",
        "create view v as select 1", "create temp view v as select 1", "create trigger t after insert on notes begin delete from notes; end",
        "create temp trigger t after insert on main.notes begin delete from notes; end", "create virtual table v using fts5(a)", "create virtual table v using rtree(a, b, c)",
        "create table g (a, b generated always as (a + 1) stored)", "drop table notes", "drop view titles", "drop trigger logged", "alter table notes rename to x",
        "alter table notes add column c", "alter table notes drop column body", "reindex", "analyze", "vacuum", "vacuum into 'FOLDER/x.db'",
        "attach database 'FOLDER/x.db' as x", "attach database ':memory:' as x", "attach 'file:FOLDER/x.db?mode=rwc' as x", "detach database main",
        "pragma user_version = 5", "pragma writable_schema = on", "pragma query_only = off", "pragma journal_mode = wal", "pragma journal_mode = delete", "pragma trusted_schema = on",
        "pragma temp_store_directory = 'FOLDER'", "pragma data_store_directory = 'FOLDER'", "pragma wal_checkpoint", "pragma incremental_vacuum", "pragma optimize",
        "pragma hard_heap_limit = 1", "pragma soft_heap_limit = 1", "pragma cache_size = 1000000000", "pragma mmap_size = 1000000000", "pragma threads = 8", "pragma auto_vacuum = 1",
        "pragma encoding = 'UTF-16'", "pragma foreign_keys = off", "pragma recursive_triggers = on", "pragma secure_delete = on", "pragma database_list", "pragma table_info(notes)",
        "pragma data_version = 3", "select * from pragma_database_list", "select * from pragma_table_info('notes')", "select * from pragma_user_version", "select * from pragma_journal_mode('wal')",
        "select * from pragma_function_list", "select * from pragma_hard_heap_limit(1)", "update sqlite_master set sql = 'x'", "delete from sqlite_master", "insert into sqlite_master values (1, 2, 3, 4, 5)",
        "delete from sqlite_sequence", "select load_extension('FOLDER/x.so')", "select load_extension('FOLDER/x.so', 'f')", "select writefile('FOLDER/x', 'x')", "select readfile('/etc/passwd')",
        "select edit('x', 'touch FOLDER/x')", "select fts3_tokenizer('simple')", "select fts3_tokenizer('simple', x'0000000000000000')", "select * from sqlite_dbpage", "select * from dbstat",
        "select zeroblob(10)", "select randomblob(10)", "select sqlite_compileoption_used('X')", "select sqlite_source_id()", "select last_insert_rowid()", "select changes()", "select sqlite_log(1, 'x')",
        "select replace('a', 'b', 'c')", "select instr('a', 'b')", "select trim('a', 'b')", "select fts5(0)", "select fts5_source_id()", "select rtreecheck('x')", "select geopoly_debug(1)",
        "explain delete from notes", "explain query plan delete from notes", "select * from fsdir('/')", "select * from generate_series(1, 2)", "select * from csv", "select ?", "select :a", "select @p0", "select $a",
    ];

    public static TheoryData<string> Attacks => new(Lines);

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Refuses_what_does_more_than_read(string attack)
    {
        using var file = new NotesFile();
        var database = file.Open();
        var before = file.State();
        var sql = attack.Replace("FOLDER", file.Folder, StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryReadOnlyAsync(sql));

        Assert.True(refusal.Reason is SqlRefusal.NotReadOnly or SqlRefusal.SeveralStatements or SqlRefusal.StatementInvalid or SqlRefusal.StatementLength or SqlRefusal.PlaceholderInText, $"{refusal.Reason}");
        Assert.DoesNotContain(file.Folder, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, file.State());
        Assert.Equal(0, SQLitePCL.raw.sqlite3_hard_heap_limit64(-1));
        Assert.Equal(3, (await database.QueryAsync($"select * from notes")).Rows.Count); // it still serves
    }

    /// <summary>What they do on a connection as anybody opens one.</summary>
    [Fact]
    public void On_a_plain_connection_many_of_them_succeed()
    {
        var changed = 0;
        foreach (var attack in Lines.Where(line => !line.Contains("heap_limit", StringComparison.Ordinal))) // those are for the whole process
        {
            using var file = new NotesFile();
            var before = file.State();
            try
            {
                file.Run(attack.Replace("FOLDER", file.Folder, StringComparison.Ordinal));
            }
            catch (Exception exception) when (exception is SqliteException or InvalidOperationException)
            {
                // Not every one of them is an attack on every version.
            }

            changed += file.State() != before ? 1 : 0;
        }

        output.WriteLine($"{Lines.Length} attacks: 0 changed anything; on a plain connection, {changed} did");
        Assert.True(changed >= 30, $"{changed}");
    }

    [Theory]
    [InlineData("select title, body from notes order by id", 3)]
    [InlineData("  select 1 ; -- the end", 1)]
    [InlineData("/* a */ select count(*), max(length(body)) from notes;", 1)]
    [InlineData("select * from titles", 3)]
    [InlineData("with recursive n(x) as (select 1 union all select x + 1 from n where x < 10) select * from n", 10)]
    [InlineData("select upper(title) || '-' || coalesce(null, 'x'), iif(1, 2, 3) from notes where title like 't%'", 2)]
    [InlineData("select row_number() over (order by title), title from notes", 3)]
    [InlineData("select json_extract('{\"a\":1}', '$.a'), '{\"a\":1}' ->> '$.a', strftime('%Y', 'now'), trim(' a ')", 1)]
    [InlineData("select value from json_each('[1,2,3]')", 3)]
    [InlineData("select name, sql from sqlite_master where type = 'table'", 3)]
    [InlineData("values (1), (2)", 2)]
    [InlineData("explain query plan select * from notes", 1)]
    [InlineData("select a.title from notes a join notes b on a.id = b.id union select 'x'", 4)]
    public async Task Runs_what_reads(string sql, int rows)
    {
        using var file = new NotesFile();

        var result = await file.Open().QueryReadOnlyAsync(sql);

        Assert.Equal(rows, result.Rows.Count);
        Assert.False(result.IsTruncated);
    }

    [Fact]
    public async Task Searches_full_text()
    {
        using var file = new NotesFile();
        file.Run("create virtual table search using fts5(title, body); insert into search select title, body from notes");

        var result = await file.Open().QueryReadOnlyAsync("select title, snippet(search, 1, '<', '>', '…', 5) from search where search match 'second' order by bm25(search)");

        Assert.Equal(["two", "<second> body"], Assert.Single(result.Rows));
    }

    [Fact]
    public async Task Reads_what_another_connection_writes_ahead_of()
    {
        using var file = new NotesFile();
        file.Run("pragma journal_mode = wal");
        using var writer = file.Plain();
        using var command = writer.CreateCommand();
        command.CommandText = "begin immediate; insert into log values ('x')";
        command.ExecuteNonQuery();

        Assert.Equal(3, (await file.Open().QueryReadOnlyAsync("select * from notes")).Rows.Count);
    }

    [Fact]
    public async Task A_function_that_the_operator_adds_can_be_called()
    {
        using var file = new NotesFile();

        var result = await file.Open(configure: options => options.Functions.Add("replace")).QueryReadOnlyAsync("select replace('abc', 'b', 'x')");

        Assert.Equal("axc", result.Rows[0][0]);
    }

    [Theory]
    [InlineData("select * from absent", "no such table: absent")]
    [InlineData("selec 1", "near \"selec\": syntax error")]
    public async Task The_message_says_what_SQLite_says(string sql, string expected)
    {
        using var file = new NotesFile();

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => file.Open().QueryReadOnlyAsync(sql));

        Assert.Equal(SqlRefusal.StatementInvalid, refusal.Reason);
        Assert.True(refusal.Message.Contains(expected, StringComparison.Ordinal), refusal.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData(";")]
    [InlineData("-- nothing")]
    [InlineData("select 'a{NUL}b'")]
    [InlineData("select '{HALF}'")]
    public async Task Refuses_a_text_that_is_no_statement(string sql)
    {
        using var file = new NotesFile();
        var text = sql.Replace("{NUL}", "\0", StringComparison.Ordinal).Replace("{HALF}", "\uD800", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => file.Open().QueryReadOnlyAsync(text));

        Assert.True(refusal.Reason is SqlRefusal.StatementLength or SqlRefusal.ValueMalformed, $"{refusal.Reason}");
    }

    [Fact]
    public async Task Refuses_a_statement_that_is_too_long()
    {
        using var file = new NotesFile();
        var database = file.Open(new SqlLimits { MaxSqlLength = 100 });

        await database.QueryReadOnlyAsync("select 1".PadRight(100));
        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryReadOnlyAsync("select 1".PadRight(101)));

        Assert.Equal(SqlRefusal.StatementLength, refusal.Reason);
    }

    /// <summary>The file may be a stranger's, too: what it makes a reader call is asked about as well.</summary>
    [Theory]
    [InlineData("create view trap as select load_extension('x'), title from notes")]
    [InlineData("create view trap as select fts3_tokenizer('simple') from notes")]
    [InlineData("create view trap as select randomblob(10) from notes")]
    public async Task A_view_of_the_file_calls_nothing_else(string view)
    {
        using var file = new NotesFile();
        file.Run(view);

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => file.Open().QueryReadOnlyAsync("select * from trap"));

        Assert.True(refusal.Reason is SqlRefusal.NotReadOnly or SqlRefusal.StatementInvalid, $"{refusal.Reason}");
    }
}

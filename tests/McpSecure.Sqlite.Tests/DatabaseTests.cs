using System.Data;
using McpSecure.Execution;
using McpSecure.Sqlite.Tests.Support;
using McpSecure.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace McpSecure.Sqlite.Tests;

/// <summary>What an application does with a database: statements of its own, in transactions and without, and nothing half done.</summary>
public sealed class DatabaseTests
{
    [Fact]
    public async Task Rows_come_with_their_columns_and_values()
    {
        using var file = new NotesFile();

        var result = await file.Open().QueryAsync($"select id, title, null as none, x'0102' as bytes, 1.5 as number from notes where title = {"one"}");

        Assert.Equal(["id", "title", "none", "bytes", "number"], result.Columns);
        Assert.Equal([1L, "one", null, new byte[] { 1, 2 }, 1.5], Assert.Single(result.Rows));
    }

    [Fact]
    public async Task Empty_lists_hold_nothing_whatever_the_column()
    {
        using var file = new NotesFile();
        var database = file.Open();

        Assert.Empty((await database.QueryAsync($"select * from notes where id in {Array.Empty<int>()}")).Rows);
        Assert.Equal(3, (await database.QueryAsync($"select * from notes where id not in {Array.Empty<int>()} and title not in {new List<string>()}")).Rows.Count);
        Assert.Equal(2, (await database.QueryAsync($"select * from notes where id in {new List<long> { 1, 3 }}")).Rows.Count);
    }

    [Fact]
    public async Task Changes_are_counted()
    {
        using var file = new NotesFile();
        var database = file.Open();

        Assert.Equal(1, await database.ExecuteAsync($"insert into notes (title, body) values ({"four"}, {"x"})"));
        Assert.Equal(4, await database.ExecuteAsync($"update notes set body = {"y"}"));
        await Assert.ThrowsAsync<SqliteException>(() => database.ExecuteAsync($"insert into notes (title, body) values ({"four"}, {"x"})"));
    }

    [Fact]
    public async Task A_transaction_is_done_when_its_work_is()
    {
        using var file = new NotesFile();
        var database = file.Open();

        var titles = await database.ExecuteInTransactionAsync(async (scope, _) =>
        {
            await scope.ExecuteAsync($"insert into notes (title, body) values ({"four"}, {"x"})");
            return (await scope.QueryAsync($"select title from notes where title like {"f%"}", row => row.GetString(0))).Rows;
        });

        Assert.Equal(["four"], titles);
        Assert.Equal(4, (await database.QueryAsync($"select * from notes")).Rows.Count);
    }

    public static TheoryData<string> Failures => new("throws", "cancelled", "statement", "swallowed", "late", "time");

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_transaction_that_fails_leaves_nothing(string how)
    {
        using var file = new NotesFile();
        var time = new FakeTime();
        var database = file.Open(time: time);
        using var source = new CancellationTokenSource();
        var before = file.State();
        SqlTransactionScope? kept = null;

        await Assert.ThrowsAnyAsync<Exception>(() => database.ExecuteInTransactionAsync(
            async (scope, token) =>
            {
                kept = scope;
                await scope.ExecuteAsync($"insert into notes (title, body) values ({"four"}, {"x"})");
                switch (how)
                {
                    case "throws":
                        throw new InvalidOperationException("x");
                    case "cancelled":
                        await source.CancelAsync();
                        Assert.True(token.IsCancellationRequested);
                        break;
                    case "statement":
                        await scope.ExecuteAsync($"insert into notes (title, body) values ({"four"}, {"x"})");
                        break;
                    case "swallowed":
                        await Assert.ThrowsAsync<SqliteException>(() => scope.ExecuteAsync($"insert into notes (title, body) values ({"four"}, {"x"})"));
                        await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ExecuteAsync($"delete from log"));
                        break;
                    case "late":
                        await Assert.ThrowsAsync<SqlRefusedException>(() => scope.QueryAsync($"select '{how}'"));
                        throw new InvalidOperationException("x");
                    default:
                        time.Advance(TimeSpan.FromSeconds(10));
                        break;
                }

                return 0;
            },
            source.Token));

        Assert.Equal(before, file.State());
        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.ExecuteAsync($"delete from notes"));
        Assert.Equal(1, await database.ExecuteAsync($"insert into notes (title, body) values ({"four"}, {"x"})")); // nothing is locked
    }

    /// <summary>A connection goes back to the pool; what stopped its statement must not stop the next.</summary>
    [Fact]
    public async Task A_connection_that_was_stopped_serves_again()
    {
        using var file = new NotesFile();
        using var source = new CancellationTokenSource();
        var database = file.Open();
        await source.CancelAsync();

        for (var index = 0; index < 3; index++)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.QueryAsync($"select 1", source.Token));
            await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryReadOnlyAsync("delete from notes"));
            Assert.Equal(1, await database.ExecuteAsync($"insert into log values ({"x"})"));
            Assert.Equal(200_000L, (await database.QueryAsync($"with recursive n(x) as (select 1 union all select x + 1 from n where x < 200000) select count(*) from n")).Rows[0][0]);
        }
    }

    [Fact]
    public async Task Every_connection_is_closed_whatever_happens()
    {
        using var file = new NotesFile();
        var opened = new List<SqliteConnection>();
        var database = new SqlDatabase(new Opened(file.Path, opened), SqlEngine.Generic);

        await database.QueryAsync($"select 1");
        await database.ExecuteAsync($"delete from log");
        await Assert.ThrowsAsync<SqliteException>(() => database.QueryAsync($"select * from absent"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.QueryAsync<int>($"select 1", _ => throw new InvalidOperationException()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.ExecuteInTransactionAsync<int>((_, _) => throw new InvalidOperationException()));
        await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryAsync($"select {new string('x', 10)} /* {new string('x', 10)} */"));
        await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryReadOnlyAsync("select 1"));

        Assert.Equal(5, opened.Count);
        Assert.All(opened, connection => Assert.Equal(ConnectionState.Closed, connection.State));
    }

    /// <summary>Also for the author: no statement of his can be made to damage the file, or to load code.</summary>
    [Theory]
    [InlineData("pragma writable_schema = on; update sqlite_master set sql = 'x'")]
    [InlineData("select load_extension('x')")]
    [InlineData("select fts3_tokenizer('simple', x'0000000000000000')")]
    public async Task Connections_of_the_author_are_hardened(string attack)
    {
        using var file = new NotesFile();
        using var probe = file.Plain();
        using var command = probe.CreateCommand();
        Engine.Settings.Harden(probe.Handle!);
        command.CommandText = attack;

        Assert.Throws<SqliteException>(() => command.ExecuteNonQuery());
        Assert.Equal(3, (await file.Open().QueryAsync($"select * from notes")).Rows.Count);
    }

    [Fact]
    public async Task An_application_that_only_reads_writes_nothing_and_makes_no_file()
    {
        using var file = new NotesFile();
        var database = file.Open(configure: options => options.ReadOnly = true);

        Assert.Equal(3, (await database.QueryAsync($"select * from notes")).Rows.Count);
        await Assert.ThrowsAsync<SqliteException>(() => database.ExecuteAsync($"delete from notes"));
        await Assert.ThrowsAsync<SqliteException>(() => SqliteDatabase.Open(Path.Join(file.Folder, "absent.db"), new SqliteDatabaseOptions { ReadOnly = true }).QueryAsync($"select 1"));
        await Assert.ThrowsAsync<SqliteException>(() => SqliteDatabase.Open(Path.Join(file.Folder, "absent.db")).QueryReadOnlyAsync("select 1"));
        Assert.Single(Directory.GetFiles(file.Folder));
    }

    /// <summary>A path is a path, whatever SQLite would make of it.</summary>
    [Theory]
    [InlineData("file:x.db?mode=memory")]
    [InlineData(":memory:")]
    [InlineData("x.db;Mode=Memory")]
    [InlineData("|DataDirectory|x.db")]
    public async Task A_path_is_the_name_of_a_file(string name)
    {
        using var file = new NotesFile();

        await SqliteDatabase.Open(Path.Join(file.Folder, name)).ExecuteAsync($"create table x (a)");

        Assert.True(File.Exists(Path.Join(file.Folder, name)));
    }

    [Fact]
    public async Task It_is_a_service()
    {
        using var file = new NotesFile();
        using var services = new ServiceCollection().AddSqliteDatabase(file.Path, options => options.Limits = new SqlLimits { MaxRows = 1 }).BuildServiceProvider();

        var database = services.GetRequiredService<SqlDatabase>();

        Assert.Same(database, services.GetRequiredService<SqlDatabase>());
        Assert.True((await database.QueryAsync($"select * from notes")).IsTruncated);
    }

    [Fact]
    public void Refuses_options_out_of_bounds()
    {
        Assert.Throws<ArgumentException>(() => SqliteDatabase.Open(""));
        Assert.Throws<ArgumentOutOfRangeException>(() => SqliteDatabase.Open("x", new SqliteDatabaseOptions { MaxMemoryBytes = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => SqliteDatabase.Open("x", new SqliteDatabaseOptions { MaxMemoryBytes = long.MaxValue }));
        foreach (var limits in new SqlLimits[]
        {
            new() { MaxRows = 0 }, new() { MaxRows = 1_000_001 }, new() { MaxBytes = 1023 }, new() { MaxBytes = int.MaxValue }, new() { Timeout = TimeSpan.Zero },
            new() { Timeout = TimeSpan.FromHours(2) }, new() { MaxSqlLength = 0 }, new() { MaxSqlLength = 1_000_001 },
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => SqliteDatabase.Open("x", new SqliteDatabaseOptions { Limits = limits }));
        }
    }

    [Fact]
    public async Task Refuses_a_statement_of_the_author_that_is_empty_or_too_long()
    {
        using var file = new NotesFile();
        var database = file.Open(new SqlLimits { MaxSqlLength = 20 });

        await database.QueryAsync($"select 1, 2, 3, 4, 5");
        Assert.Equal(SqlRefusal.StatementLength, (await Assert.ThrowsAsync<SqlRefusedException>(() => database.QueryAsync($"select 1, 2, 3, 4, 56"))).Reason);
        Assert.Equal(SqlRefusal.StatementLength, (await Assert.ThrowsAsync<SqlRefusedException>(() => database.ExecuteAsync($""))).Reason);
    }

    /// <summary>The version without known holes, not the one that the provider asks for.</summary>
    [Fact]
    public void SQLite_is_recent() => Assert.True(raw.sqlite3_libversion_number() >= 3_050_004, raw.sqlite3_libversion().utf8_to_string());

    private sealed class Opened(string path, List<SqliteConnection> opened) : System.Data.Common.DbDataSource
    {
        public override string ConnectionString => $"Data Source={path};Pooling=False";

        protected override SqliteConnection CreateDbConnection()
        {
            var connection = new SqliteConnection(ConnectionString);
            opened.Add(connection);
            return connection;
        }
    }
}

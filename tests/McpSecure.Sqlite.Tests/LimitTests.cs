using System.Globalization;
using McpSecure.Execution;
using McpSecure.Sqlite.Tests.Support;
using McpSecure.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace McpSecure.Sqlite.Tests;

/// <summary>Statements that take too much: they end, and soon.</summary>
public sealed class LimitTests(ITestOutputHelper output)
{
    private const string Endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n";
    private static readonly SqlLimits Short = new() { Timeout = TimeSpan.FromMilliseconds(300) };

    public static readonly TheoryData<string> TimeBombs = new(
    [
        Endless,
        "with recursive n(x) as (values (1) union all select x + 1 from n limit 100000000) select count(*) from n a, n b",
        "select count(*) from json_each(printf('[%s1]', printf('%.*c', 100000, ','))) ", // a syntax error at once, or nothing
        "with recursive n(x) as (select 1 union all select x + 1 from n) select sum(length(printf('%.*c', 1000000, 'x'))) from n",
        "with recursive n(x) as (select 1 union all select x + 1 from n) select sum(printf('%.*c', 1000000, 'a') like '%a%a%a%a%a%a%a%a%a%a%b') from n",
        "with recursive n(x) as (select 1 union all select x + 1 from n) select sum(printf('%.*c', 1000000, 'a') glob '*a*a*a*a*a*a*a*a*a*a*b') from n",
        "with recursive n(x) as (select 1 union all select x + 1 from n) select sum(json_valid(printf('[%.*c1]', 1000000, '['))) from n",
        "with recursive n(x) as (select 1 union all select x + 1 from n) select sum(length(hex(printf('%.*c', 500000, 'x')))) from n",
    ]);

    public static readonly TheoryData<string> MemoryBombs = new(
    [
        "select hex(printf('%.*c', 1000000, 'x'))",
        "select group_concat(printf('%.*c', 100000, 'x')) from notes a, notes b, notes c, notes d",
        "with recursive n(x) as (select 'a' union all select x || x from n) select length(max(x)) from n",
        "with recursive n(x) as (select 1 union all select x + 1 from n limit 1000000) select json_group_array(x) from n",
        "with recursive n(x, y) as (select 1, 'a' union all select x + 1, printf('%.*c', 100000, 'y') from n) select * from n order by y, x desc",
        "with recursive n(x, y) as (select 1, 'a' union select x + 1, x || printf('%.*c', 100000, 'y') from n) select max(x) from n",
        "with recursive n(x, y) as (select 1, 'a' union all select x + 1, printf('%d%.*c', x, 100000, 'y') from n) select count(distinct y) from n",
        "with recursive n(x, y) as (select 1, 'a' union all select x + 1, printf('%d%.*c', x, 100000, 'y') from n) select y from n group by y",
        "with recursive n(x, y) as (select 1, 'a' union all select x + 1, printf('%d%.*c', x, 100000, 'y') from n) select y, sum(x) over (order by y) from n",
    ]);

    [Theory]
    [MemberData(nameof(TimeBombs))]
    public async Task What_takes_too_long_ends(string sql)
    {
        using var file = new NotesFile();
        var start = TimeProvider.System.GetTimestamp();

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => file.Open(Short).QueryReadOnlyAsync(sql)).OrGiveUp();

        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms: {refusal.Reason}");
        Assert.True(refusal.Reason is SqlRefusal.TimeLimit or SqlRefusal.StatementInvalid or SqlRefusal.MemoryLimit, $"{refusal.Reason}");
    }

    /// <summary>SQLite makes <c>null</c> of what would be too large, and takes no memory for it.</summary>
    [Theory]
    [InlineData("select printf('%.*c', 1000000000, 'x')")]
    [InlineData("select printf('%.1000000000f', 1.0)")]
    [InlineData("select format('%1000000000s', 'x')")]
    public async Task What_would_be_too_large_is_not_made(string sql)
    {
        using var file = new NotesFile();

        var result = await file.Open().QueryReadOnlyAsync(sql).OrGiveUp();

        Assert.True(result.IsTruncated || result.Rows[0][0] is null or string { Length: <= 1024 * 1024 });
    }

    [Theory]
    [MemberData(nameof(MemoryBombs))]
    public async Task What_takes_too_much_memory_ends(string sql)
    {
        using var file = new NotesFile();
        var start = TimeProvider.System.GetTimestamp();

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(
            () => file.Open(new SqlLimits { Timeout = TimeSpan.FromSeconds(20) }, configure: options => options.MaxMemoryBytes = 8 * 1024 * 1024).QueryReadOnlyAsync(sql)).OrGiveUp();

        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms: {refusal.Reason}");
        Assert.Equal(SqlRefusal.MemoryLimit, refusal.Reason);
    }

    /// <summary>The name of each is mentioned twice, in every way that a name can be written.</summary>
    [Theory]
    [InlineData("c{0} as (select a.x from c{1} a, c{1} b)", "c{0}")]
    [InlineData("c{0}(x) as (select a.x from C{1} a, [c{1}] b)", "c{0}")]
    [InlineData("\"c{0}\" as materialized (select a.x from \"c{1}\" a, `c{1}` b)", "c{0}")]
    [InlineData("'c{0}' as not materialized (select a.x from 'c{1}' a join c{1}/**/b)", "c{0}")]
    [InlineData("'c\"\"{0}'/**/as--\n(select a.x from 'c\"\"{1}' a, 'c\"\"{1}' b)", "'c\"\"{0}'")]
    public async Task Tables_that_would_be_copied_too_often_are_refused(string table, string last)
    {
        using var file = new NotesFile();
        var start = TimeProvider.System.GetTimestamp();
        var first = string.Format(CultureInfo.InvariantCulture, last, 0);
        var tables = Enumerable.Range(1, 40).Select(index => string.Format(CultureInfo.InvariantCulture, table, index, index - 1));
        var sql = $"with {first} as (select 1 x), {string.Join(", ", tables)} select count(*) from {string.Format(CultureInfo.InvariantCulture, last, 40)}";

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => file.Open(Short).QueryReadOnlyAsync(sql)).OrGiveUp();

        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms: {refusal.Message}");
        Assert.Equal(SqlRefusal.TooComplex, refusal.Reason);
    }

    /// <summary>SQLite puts the inner expression in the place of each of its names.</summary>
    [Theory]
    [InlineData("select x + x as x from ({0})")]
    [InlineData("select x + x as x from ({0}) where x + x > 1")]
    [InlineData("select coalesce(x, x, x, x, x, x) as x from ({0})")]
    public async Task Expressions_that_would_grow_too_large_end(string level)
    {
        using var file = new NotesFile();
        var start = TimeProvider.System.GetTimestamp();
        var sql = Enumerable.Range(0, 40).Aggregate("select id as x from notes", (inner, _) => string.Format(CultureInfo.InvariantCulture, level, inner));
        var before = SQLitePCL.raw.sqlite3_hard_heap_limit64(-1);

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => file.Open().QueryReadOnlyAsync(sql)).OrGiveUp();

        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms: {refusal.Message}");
        Assert.Equal(SqlRefusal.MemoryLimit, refusal.Reason);
        Assert.Equal(before, SQLitePCL.raw.sqlite3_hard_heap_limit64(-1));
    }

    [Fact]
    public async Task A_join_of_many_tables_ends()
    {
        using var file = new NotesFile();
        var start = TimeProvider.System.GetTimestamp();
        var sql = "select count(*) from " + string.Join(", ", Enumerable.Range(0, 60).Select(i => $"notes n{i}"));

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => file.Open(Short).QueryReadOnlyAsync(sql)).OrGiveUp();

        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms: {refusal.Message}");
    }

    [Fact]
    public async Task Statements_of_the_author_end_as_well()
    {
        using var file = new NotesFile();
        var database = file.Open(Short);

        async Task RefusesAsync(Func<Task> run) => Assert.Equal(SqlRefusal.TimeLimit, (await Assert.ThrowsAsync<SqlRefusedException>(run).OrGiveUp()).Reason);

        await RefusesAsync(() => database.QueryAsync($"with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"));
        await RefusesAsync(() => database.QueryAsync($"with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n", row => row.GetInt64(0)));
        await RefusesAsync(() => database.ExecuteAsync($"insert into log with recursive n(x) as (select 1 union all select x + 1 from n) select x from n where x < 0"));
        await RefusesAsync(() => database.ExecuteInTransactionAsync((scope, _) => scope.QueryAsync($"with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n")));
        Assert.Equal(0L, (await database.QueryAsync($"select count(*) from log where text = '1'")).Rows[0][0]);
    }

    /// <summary>So does the caller: neither waits for the clock.</summary>
    [Fact]
    public async Task A_caller_who_goes_ends_it()
    {
        using var file = new NotesFile();
        var database = file.Open(new SqlLimits { Timeout = TimeSpan.FromMinutes(10) });
        using var source = new CancellationTokenSource();

        var queries = new[] { database.QueryReadOnlyAsync(Endless, source.Token), database.QueryAsync($"with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n", source.Token) };
        Assert.All(queries, query => Assert.False(query.IsCompleted)); // the caller has its thread back, while they run
        await source.CancelAsync();

        foreach (var query in queries)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query).OrGiveUp();
        }
    }

    [Fact]
    public async Task The_time_is_that_of_the_given_clock()
    {
        using var file = new NotesFile();
        var time = new FakeTime();
        var query = file.Open(new SqlLimits { Timeout = TimeSpan.FromMinutes(10) }, time).QueryReadOnlyAsync(Endless);

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(SqlRefusal.TimeLimit, (await Assert.ThrowsAsync<SqlRefusedException>(() => query).OrGiveUp()).Reason);
    }

    /// <summary>The reason for the progress handler: what the provider offers does not end it.</summary>
    [Fact]
    public async Task A_plain_command_ends_neither_at_its_timeout_nor_when_it_is_cancelled()
    {
        using var file = new NotesFile();
        using var connection = file.Plain();
        using var command = connection.CreateCommand();
        command.CommandText = Endless;
        command.CommandTimeout = 1;
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var end = TimeProvider.System.GetTimestamp() + (TimeProvider.System.TimestampFrequency * 3 / 2);
        SQLitePCL.raw.sqlite3_progress_handler(connection.Handle!, 1000, _ => TimeProvider.System.GetTimestamp() > end ? 1 : 0, null);

        await Assert.ThrowsAsync<SqliteException>(() => Task.Run(() => command.ExecuteScalarAsync(source.Token)));

        Assert.True(TimeProvider.System.GetTimestamp() > end, "The provider ended it: then the handler is not needed any more.");
    }

    [Fact]
    public async Task Rows_beyond_the_limit_are_left_out_and_it_is_said()
    {
        using var file = new NotesFile();
        var database = file.Open(new SqlLimits { MaxRows = 3 });
        const string Many = "with recursive n(x) as (select 1 union all select x + 1 from n) select x from n";

        foreach (var result in new[] { await database.QueryReadOnlyAsync(Many), await database.QueryAsync($"with recursive n(x) as (select 1 union all select x + 1 from n) select x from n") })
        {
            Assert.Equal([1L, 2L, 3L], result.Rows.Select(row => row[0]));
            Assert.True(result.IsTruncated);
        }

        var mapped = await database.QueryAsync($"with recursive n(x) as (select 1 union all select x + 1 from n) select x from n", row => row.GetInt64(0));
        Assert.Equal([1L, 2L, 3L], mapped.Rows);
        Assert.True(mapped.IsTruncated);
        Assert.False((await database.QueryAsync($"select * from notes")).IsTruncated);
    }

    [Fact]
    public async Task Bytes_beyond_the_limit_are_left_out_by_the_row()
    {
        using var file = new NotesFile();
        var database = file.Open(new SqlLimits { MaxBytes = 1024 });

        foreach (var result in new[]
        {
            await database.QueryReadOnlyAsync("select id, printf('%.400c', 'x') as y from notes"),
            await database.QueryAsync($"select id, printf('%.400c', 'x') as y from notes"),
        })
        {
            Assert.Equal(2, result.Rows.Count);
            Assert.All(result.Rows, row => Assert.Equal(400, ((string)row[1]!).Length));
            Assert.True(result.IsTruncated);
        }

        var mapped = await database.QueryAsync($"select id, printf('%.400c', 'x') as y from notes", row => row.GetString(1));
        Assert.Equal(2, mapped.Rows.Count);
        Assert.True(mapped.IsTruncated);
        Assert.Empty((await database.QueryAsync($"select printf('%.1025c', 'x') as y")).Rows);
    }
}

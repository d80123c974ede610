using McpSecure.Execution;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.PostgreSql;

/// <summary>Statements that take too much, on PostgreSQL: they end, on the server too.</summary>
public sealed class LimitTests(NotesDatabase notes, ITestOutputHelper output) : IClassFixture<NotesDatabase>
{
    private static readonly SqlLimits Short = new() { Timeout = TimeSpan.FromMilliseconds(300) };

    [PostgresTheory]
    [InlineData("select pg_sleep(60)")]
    [InlineData("select set_config('statement_timeout', '0', true), pg_sleep(60)")]
    [InlineData("select count(*) from generate_series(1, 1000000000) a, generate_series(1, 1000000000) b")]
    [InlineData("with recursive n(x) as (select 1::bigint union all select x + 1 from n) select count(*) from n")]
    public async Task What_takes_too_long_ends(string sql)
    {
        var start = TimeProvider.System.GetTimestamp();

        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => notes.Open(Short).QueryReadOnlyAsync(sql)).OrGiveUp();

        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds:0} ms");
        Assert.Equal(SqlRefusal.TimeLimit, refusal.Reason);
        Assert.Equal(["0"], await NotesDatabase.RowsAsync(notes.Admin, $"select count(*) from pg_stat_activity where usename = '{notes.ReaderName}' and state = 'active'"));
    }

    [PostgresFact]
    public async Task Statements_of_the_author_end_as_well()
    {
        var database = notes.Open(Short);

        async Task RefusesAsync(Func<Task> run) => Assert.Equal(SqlRefusal.TimeLimit, (await Assert.ThrowsAsync<SqlRefusedException>(run).OrGiveUp()).Reason);

        await RefusesAsync(() => database.QueryAsync($"select pg_sleep(60)"));
        await RefusesAsync(() => database.QueryAsync($"select pg_sleep(60)", row => row.GetValue(0)));
        await RefusesAsync(() => database.ExecuteAsync($"insert into log select 'x' from pg_sleep(60)"));
        await RefusesAsync(() => database.ExecuteInTransactionAsync(async (scope, token) =>
        {
            await scope.ExecuteAsync($"insert into log values ('x')");
            return await scope.QueryAsync($"select pg_sleep(60)");
        }));
        Assert.Equal(["0"], await NotesDatabase.RowsAsync(notes.Admin, "select count(*) from log"));
    }

    [PostgresFact]
    public async Task A_caller_who_goes_ends_it()
    {
        using var source = new CancellationTokenSource();
        var query = notes.Open(new SqlLimits { Timeout = TimeSpan.FromMinutes(10) }).QueryReadOnlyAsync("select pg_sleep(600)", source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query).OrGiveUp();
    }

    [PostgresFact]
    public async Task Rows_beyond_the_limit_are_left_out_and_nobody_waits_for_them()
    {
        var database = notes.Open(new SqlLimits { MaxRows = 3 });

        foreach (var result in new[]
        {
            await database.QueryReadOnlyAsync("select generate_series(1, 1000000000) x"),
            await database.QueryAsync($"select generate_series(1, 1000000000) x"),
        })
        {
            Assert.Equal([1, 2, 3], result.Rows.Select(row => row[0]));
            Assert.True(result.IsTruncated);
        }

        var mapped = await database.QueryAsync($"select generate_series(1, 1000000000) x", row => row.GetInt32(0));
        Assert.Equal([1, 2, 3], mapped.Rows);
        Assert.True(mapped.IsTruncated);
        Assert.Equal(3, (await database.QueryAsync($"select * from notes")).Rows.Count);
    }

    /// <summary>Rows that changed, and are returned, are changed all the same.</summary>
    [PostgresFact]
    public async Task What_changes_more_rows_than_it_may_return_changes_them_all()
    {
        var database = notes.Open(new SqlLimits { MaxRows = 3 });

        var outside = await database.QueryAsync($"insert into log select x::text from generate_series(1, 5000) x returning text");
        var inside = await database.ExecuteInTransactionAsync((scope, _) => scope.QueryAsync($"update log set text = 'y' returning text"));

        Assert.Equal((3, true, 3, true), (outside.Rows.Count, outside.IsTruncated, inside.Rows.Count, inside.IsTruncated));
        Assert.Equal(["5000"], await NotesDatabase.RowsAsync(notes.Admin, "with gone as (delete from log returning text) select count(*) from gone where text = 'y'"));
    }

    [PostgresFact]
    public async Task A_value_beyond_the_limit_is_never_held()
    {
        var database = notes.Open(new SqlLimits { MaxBytes = 10_000 });
        await database.QueryReadOnlyAsync("select 1");
        await database.QueryAsync($"select 1");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Empty((await database.QueryReadOnlyAsync("select repeat('x', 20000000)")).Rows);
        Assert.Empty((await database.QueryReadOnlyAsync("select decode(repeat('ab', 10000000), 'hex')")).Rows);
        Assert.Empty((await database.QueryAsync($"select repeat('x', 20000000)")).Rows);

        var taken = GC.GetTotalAllocatedBytes(precise: true) - before;
        output.WriteLine($"{taken:n0} bytes");
        Assert.True(taken < 40_000_000, $"{taken:n0} bytes");
    }

    [PostgresTheory]
    [InlineData("select array_fill(1, array[10000000])")]
    [InlineData("select '(1,2)'::point")]
    [InlineData("select int4range(1, 2)")]
    [InlineData("select 1e300::numeric")]
    [InlineData("select notes from notes")]
    public async Task Refuses_a_column_whose_values_could_be_large_and_says_what_would_be_right(string sql)
    {
        var refusal = await Assert.ThrowsAsync<SqlRefusedException>(() => notes.Open().QueryReadOnlyAsync(sql));

        Assert.Equal(SqlRefusal.ColumnType, refusal.Reason);
        Assert.Contains("Cast it to text", refusal.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Texts_arrive_whole_whatever_their_length()
    {
        var database = notes.Open();
        foreach (var length in new[] { 0, 1, 8191, 8192, 8193, 16384, 100_000 })
        {
            var text = string.Concat(Enumerable.Repeat("a\U0001F600", length / 3)).PadRight(length, 'z')[..length];
            text = char.IsHighSurrogate(text.LastOrDefault()) ? text[..^1] : text;

            var result = await database.QueryAsync($"select {text}::text, {System.Text.Encoding.UTF8.GetBytes(text)}::bytea");

            Assert.Equal(text, result.Rows[0][0]);
            Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), result.Rows[0][1]);
        }
    }
}

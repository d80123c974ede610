using BenchmarkDotNet.Attributes;
using McpSecure.Execution;
using Microsoft.Data.Sqlite;

namespace McpSecure.Benchmarks;

/// <summary>A query by two parameters on SQLite in memory: with parameters made by hand, and as a statement whose values are parameters.</summary>
public class SqlBenchmarks
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly string _title = "note 500";
    private readonly long _id = 10;

    [GlobalSetup]
    public void Setup()
    {
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = """
            create table notes (id integer primary key, title text not null unique, body text not null);
            with recursive n(x) as (select 1 union all select x + 1 from n where x < 1000) insert into notes select x, 'note ' || x, 'body' from n
            """;
        command.ExecuteNonQuery();
        if (ByHand() is not "body" || Sql() is not "body")
        {
            throw new InvalidOperationException("The note is not found.");
        }
    }

    [GlobalCleanup]
    public void Cleanup() => _connection.Dispose();

    [Benchmark(Baseline = true)]
    public string ByHand()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "select body from notes where title = @p0 and id > @p1";
        var title = command.CreateParameter();
        title.ParameterName = "@p0";
        title.Value = _title;
        command.Parameters.Add(title);
        var id = command.CreateParameter();
        id.ParameterName = "@p1";
        id.Value = _id;
        command.Parameters.Add(id);
        return (string)command.ExecuteScalar()!;
    }

    [Benchmark]
    public string Sql()
    {
        using var command = _connection.CreateCommand();
        Sql sql = $"select body from notes where title = {_title} and id > {_id}";
        sql.ApplyTo(command);
        return (string)command.ExecuteScalar()!;
    }

    /// <summary>The statement alone: text, values and checks.</summary>
    [Benchmark]
    public string Written()
    {
        Sql sql = $"select body from notes where title = {_title} and id > {_id}";
        return sql.Text;
    }
}

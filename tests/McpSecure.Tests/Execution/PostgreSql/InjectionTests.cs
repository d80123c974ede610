using McpSecure.Tests.Execution.Statements;
using McpSecure.Tests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.PostgreSql;

/// <summary>Lines of attack as values, on PostgreSQL.</summary>
public sealed class InjectionTests(NotesDatabase notes, ITestOutputHelper output) : IClassFixture<NotesDatabase>
{
    [PostgresFact]
    public async Task Lines_of_attack_are_values_and_nothing_else()
    {
        var collection = InjectionLines.Collection(Repository.Root);
        var lines = InjectionLines.All.Concat(collection).ToArray();
        var database = notes.Open();
        var before = await notes.StateAsync();

        foreach (var line in lines)
        {
            var result = await database.QueryAsync($"select title, body, {line}::text from notes where title = {line} union all select '', '', {line}");
            Assert.Equal(["", "", line], Assert.Single(result.Rows));
        }

        Assert.Equal(before, await notes.StateAsync());
        var (leaked, broken) = await ConcatenateAsync(lines);
        output.WriteLine($"{lines.Length} lines ({collection.Count} of a collection): 0 leaked, 0 broken; concatenated, {leaked} leaked or changed something, {broken} broke the statement");
        Assert.True(leaked > 0 && broken > 0, "Concatenation came to no harm: the lines are no attack.");
    }

    // What it changes is undone each time.
    private async Task<(int Leaked, int Broken)> ConcatenateAsync(IEnumerable<string> lines)
    {
        int leaked = 0, broken = 0;
        await using var connection = await notes.Admin.OpenConnectionAsync();
        foreach (var line in lines.Where(line => !line.Contains("sleep", StringComparison.OrdinalIgnoreCase) && !line.Contains("commit", StringComparison.OrdinalIgnoreCase)))
        {
            await using var transaction = await connection.BeginTransactionAsync();
            try
            {
                await using var command = new NpgsqlCommand($"set local role {notes.WriterName}; select title, body from notes where title = '{line}'; select 'end'", connection, transaction);
                await using var reader = await command.ExecuteReaderAsync();
                leaked += await reader.ReadAsync() && reader.GetValue(0) is not "end" ? 1 : 0;
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                broken++;
            }
        }

        return (leaked, broken);
    }
}

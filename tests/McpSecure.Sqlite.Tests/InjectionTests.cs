using McpSecure.Sqlite.Tests.Support;
using McpSecure.Tests.Execution.Statements;
using McpSecure.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace McpSecure.Sqlite.Tests;

/// <summary>Lines of attack as values: concatenated, they return what they should not, and break statements; in braces, they are looked for.</summary>
public sealed class InjectionTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_hundred_lines_of_our_own_are_values_and_nothing_else()
    {
        Assert.True(InjectionLines.All.Count >= 100);

        var (leaked, broken) = await TryAllAsync(InjectionLines.All);

        Assert.True(leaked > 0 && broken > 0, "Concatenation came to no harm: the lines are no attack.");
    }

    [Fact]
    public async Task A_collection_of_lines_is_values_and_nothing_else()
    {
        var lines = InjectionLines.Collection(Repository.Root);
        output.WriteLine(lines.Count > 0 ? "" : "The collection is not there.");

        await TryAllAsync(lines);
    }

    private async Task<(int Leaked, int Broken)> TryAllAsync(IReadOnlyCollection<string> lines)
    {
        using var file = new NotesFile();
        var database = file.Open();
        var before = file.State();

        foreach (var line in lines)
        {
            var result = await database.QueryAsync($"select title, body from notes where title = {line}");
            Assert.True(result.Rows.Count == 0, line);
            var echoed = await database.QueryAsync($"select {line}");
            Assert.Equal(line, echoed.Rows[0][0]);
        }

        Assert.Equal(before, file.State());
        var (leaked, broken) = Concatenate(lines);
        output.WriteLine($"{lines.Count} lines: 0 leaked, 0 broken; concatenated, {leaked} leaked or changed something, {broken} broke the statement");
        return (leaked, broken);
    }

    private static (int Leaked, int Broken) Concatenate(IEnumerable<string> lines)
    {
        int leaked = 0, broken = 0;
        var file = new NotesFile();
        var before = file.State();
        foreach (var line in lines)
        {
            var rows = 0;
            try
            {
                rows = file.Run($"select title, body from notes where title = '{line}'");
            }
            catch (SqliteException)
            {
                broken++;
            }

            if (file.State() != before)
            {
                rows = 1;
                file.Dispose();
                file = new NotesFile();
                before = file.State();
            }

            leaked += rows > 0 ? 1 : 0;
        }

        file.Dispose();
        return (leaked, broken);
    }
}

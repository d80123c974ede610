using McpSecure.Execution;
using Npgsql;

namespace McpSecure.Tests.Execution.Statements;

/// <summary>What a statement gives to a command.</summary>
internal static class Statement
{
    /// <summary>The text, and the values by their names.</summary>
    public static (string Text, object?[] Values) Of(Sql sql)
    {
        using var command = new NpgsqlCommand();
        sql.ApplyTo(command);
        Assert.Equal(Enumerable.Range(0, command.Parameters.Count).Select(index => $"@p{index}"), command.Parameters.Select(parameter => parameter.ParameterName));
        return (command.CommandText, [.. command.Parameters.Select(parameter => parameter.Value)]);
    }

    public static SqlRefusedException RefusalOf(Func<Sql> write) => Assert.Throws<SqlRefusedException>(() => Of(write()));
}

namespace McpSecure.Tests.Support;

/// <summary>A fact of PostgreSQL; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = OnPostgres.Skip;
}

/// <summary>A theory of PostgreSQL; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = OnPostgres.Skip;
}

internal static class OnPostgres
{
    public const string Variable = "MCPSECURE_TEST_POSTGRES";

    /// <summary>How to connect as a superuser of a cluster that is there for tests.</summary>
    public static string? ConnectionString { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } value ? value : null;

    public static string? Skip => ConnectionString is null ? $"{Variable} is not set: it names a PostgreSQL for tests, see tests/README.md." : null;
}

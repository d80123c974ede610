namespace McpSecure.Execution.Databases;

/// <summary>Bounds of what an application sets.</summary>
internal static class LimitsCheck
{
    public static void Check(SqlLimits limits)
    {
        Require(limits.MaxRows is >= 1 and <= 1_000_000, limits.MaxRows, "MaxRows must be from 1 to 1,000,000");
        Require(limits.MaxBytes is >= 1024 and <= 1024 * 1024 * 1024, limits.MaxBytes, "MaxBytes must be from 1,024 to 1,073,741,824");
        Require(
            limits.Timeout >= TimeSpan.FromMilliseconds(1) && limits.Timeout <= TimeSpan.FromHours(1), limits.Timeout, "Timeout must be from 1 millisecond to 1 hour");
        Require(limits.MaxSqlLength is >= 1 and <= 1_000_000, limits.MaxSqlLength, "MaxSqlLength must be from 1 to 1,000,000");
    }

    private static void Require<T>(bool isMet, T value, string rule, string parameter = "limits")
    {
        if (!isMet)
        {
            throw new ArgumentOutOfRangeException(parameter, $"{rule}; it is '{value}'.");
        }
    }
}

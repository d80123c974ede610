namespace McpSecure.Tests.Support;

/// <summary>Limits that no test meets by accident.</summary>
internal static class HighLimits
{
    public static void Set(McpSecurityOptions options)
    {
        options.Limits.CallsPerMinute = LimitsOptions.MostCalls;
        options.Limits.ConcurrentCalls = LimitsOptions.MostCalls;
        options.Limits.RefusalsPerMinute = LimitsOptions.MostCalls;
    }
}

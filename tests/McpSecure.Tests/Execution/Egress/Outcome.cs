namespace McpSecure.Tests.Execution.Egress;

/// <summary>How an attempt ended.</summary>
internal static class Outcome
{
    /// <summary>The exception; <see langword="null"/> if there was none.</summary>
    public static async Task<Exception?> OfAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}

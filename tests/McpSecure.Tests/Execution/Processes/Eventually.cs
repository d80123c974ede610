using System.Diagnostics;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Waits for something that another process does.</summary>
internal static class Eventually
{
    public static async Task Is(Func<bool> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience.Limit, $"It never came to this: {what}.");
            await Task.Delay(2);
        }
    }
}

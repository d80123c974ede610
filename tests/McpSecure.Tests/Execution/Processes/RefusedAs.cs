using McpSecure.Execution;

namespace McpSecure.Tests.Execution.Processes;

internal static class RefusedAs
{
    public static CommandRefusedException Refused(this CommandRefusal reason, Func<object?> action)
    {
        var exception = Assert.Throws<CommandRefusedException>(action);
        Assert.Equal(reason, exception.Reason);
        return exception;
    }
}

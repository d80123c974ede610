using McpSecure.Calls;
using McpSecure.Execution;
using McpSecure.Files;
using McpSecure.Paths;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Answers for what refused the author's code while it ran: its roots, commands, statements and requests.</summary>
/// <remarks>It is told as what a guard refused: the messages of these exceptions are made to be shown.</remarks>
internal static class HelperRefusal
{
    /// <summary>How deep they are looked for: a task that was waited for wraps once, a library now and then once more.</summary>
    private const int MaximumDepth = 8;

    /// <summary>Whether it is one of them, or was thrown because of one.</summary>
    public static bool Is(Exception exception) => Find(exception) is not null;

    /// <summary>The refusal, which is recorded.</summary>
    public static Refusal Of(Exception exception, MessageContext context)
    {
        var found = Find(exception)!;
        var (guard, code) = Meaning(found)!.Value;
        var refusal = new Refusal(code, found.Message, RetryOf(found));
        MessageState.Of(context).Refused(guard, refusal);
        return refusal;
    }

    private static Exception? Find(Exception exception)
    {
        var found = exception;
        for (var depth = 0; found is not null && Meaning(found) is null; depth++)
        {
            found = depth < MaximumDepth ? found.InnerException : null;
        }

        return found;
    }

    private static (string Guard, RefusalCode Code)? Meaning(Exception exception) => exception switch
    {
        PathRefusedException => (PathsGuard.GuardName, RefusalCode.PathRefused),
        CommandRefusedException => ("commands", RefusalCode.CommandRefused),
        SqlRefusedException => ("sql", RefusalCode.SqlRefused),
        EgressRefusedException => ("egress", RefusalCode.EgressRefused),
        _ => null,
    };

    /// <summary>The same again is worth a try where only time was missing.</summary>
    private static Retry RetryOf(Exception exception) =>
        exception is EgressRefusedException { Reason: EgressRefusal.TimedOut } ? Retry.Later : Retry.AfterFix;
}

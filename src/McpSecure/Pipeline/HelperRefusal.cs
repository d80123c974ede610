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
    /// <summary>Whether it is one of them.</summary>
    public static bool Is(Exception exception) => Find(exception) is not null;

    /// <summary>The refusal, which is recorded.</summary>
    public static Refusal Of(Exception exception, MessageContext context)
    {
        var (guard, code) = Find(exception)!.Value;
        var refusal = new Refusal(code, exception.Message, Retry.AfterFix);
        MessageState.Of(context).Record.Refused(guard, refusal);
        return refusal;
    }

    private static (string Guard, RefusalCode Code)? Find(Exception exception) => exception switch
    {
        PathRefusedException => (PathsGuard.GuardName, RefusalCode.PathRefused),
        CommandRefusedException => ("commands", RefusalCode.CommandRefused),
        SqlRefusedException => ("sql", RefusalCode.SqlRefused),
        EgressRefusedException => ("egress", RefusalCode.EgressRefused),
        _ => null,
    };
}

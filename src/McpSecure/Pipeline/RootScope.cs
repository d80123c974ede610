using McpSecure.Calls;
using McpSecure.Files;
using McpSecure.Paths;
using McpSecure.Policy.Paths;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Lets the author's code use its roots as they are for this call, and answers for those that refuse it a path.</summary>
internal sealed class RootScope(PathRoots roots, CallScope scope)
{
    /// <summary>From here on the injected roots are those of this call.</summary>
    public void Enter(MessageContext context)
    {
        if (!roots.IsEmpty)
        {
            scope.Enter(MessageState.Of(context).Call);
        }
    }

    /// <summary>A path that a root refused is told as one that the guard refused: its text holds the name of the root and the reason.</summary>
    public static Refusal Refuse(MessageContext context, PathRefusedException exception)
    {
        var refusal = new Refusal(RefusalCode.PathRefused, exception.Message, Retry.AfterFix);
        MessageState.Of(context).Record.Refused(PathsGuard.GuardName, refusal);
        return refusal;
    }
}

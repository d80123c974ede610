using McpSecure.Results;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>The way out of <c>tools/call</c>: outside every ordinary filter, so that what they make of a result is checked too.</summary>
internal sealed class ResultDoor(ResultCheck check)
{
    private const string FirstRevisionWithAnyValue = "2026-07-28";

    /// <summary>Lets a result out, or an error in its place.</summary>
    public CallToolResult LetOut(RequestContext<CallToolRequestParams> context, CallToolResult result)
    {
        var state = MessageState.Of(context);
        var mayBeWrapped = string.CompareOrdinal(context.Server.NegotiatedProtocolVersion, FirstRevisionWithAnyValue) < 0;
        if ((state.Running ?? context.MatchedPrimitive) is not McpServerTool tool || check.Of(tool, result, mayBeWrapped) is not { } refusal)
        {
            return result;
        }

        // What never reached the tool is on record as bypassed, which says more.
        if (state.IsReached)
        {
            state.Record.Withheld(ResultCheck.Name, refusal);
        }

        return RefusalAnswer.ToolResult(refusal);
    }
}

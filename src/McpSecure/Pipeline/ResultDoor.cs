using McpSecure.Calls;
using McpSecure.Limits;
using McpSecure.Results;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>The way out: outside every ordinary filter, so that what they make of a result is checked too.</summary>
internal sealed class ResultDoor(ResultRedaction redaction, ResultCheck check, ResultLimit size, EffectiveLimits limits)
{
    private const string FirstRevisionWithAnyValue = "2026-07-28";

    /// <summary>Lets the result of a tool out, or an error in its place.</summary>
    public CallToolResult LetOut(RequestContext<CallToolRequestParams> context, CallToolResult result)
    {
        var state = MessageState.Of(context);
        var redactions = 0;
        result = redaction.Of(result, ref redactions); // first: what is masked has to fit the schema as well
        var mayBeWrapped = string.CompareOrdinal(context.Server.NegotiatedProtocolVersion, FirstRevisionWithAnyValue) < 0;
        var tool = (state.Running ?? context.MatchedPrimitive) as McpServerTool;
        if (tool is not null && check.Of(tool, result, mayBeWrapped) is { } refusal)
        {
            return RefusalAnswer.ToolResult(Withheld(state, ResultCheck.Name, refusal));
        }

        var fitting = size.Fit(tool?.ProtocolTool.Name, result, limits.Of(state.Caller, state.Call?.Name).ResultBytes, out var tooLarge, out var bytes);
        state.Record.Returned(bytes, redactions);
        return tooLarge is null ? fitting : RefusalAnswer.ToolResult(Withheld(state, ResultLimit.Name, tooLarge));
    }

    /// <summary>Lets a prompt out, or nothing: then an error is sent in its place.</summary>
    public GetPromptResult LetOut(RequestContext<GetPromptRequestParams> context, GetPromptResult result)
    {
        var state = MessageState.Of(context);
        var redactions = 0;
        result = redaction.Of(result, ref redactions);
        var name = (context.MatchedPrimitive as McpServerPrompt)?.ProtocolPrompt.Name;
        var fitting = size.Fit(name, result, limits.Of(state.Caller).ResultBytes, out var tooLarge, out var bytes);
        state.Record.Returned(bytes, redactions);
        if (tooLarge is null)
        {
            return fitting;
        }

        state.Error = RefusalAnswer.ForPrompt(state.RequestedName, Withheld(state, ResultLimit.Name, tooLarge));
        return new GetPromptResult();
    }

    /// <summary>Lets a resource out, or nothing: then an error is sent in its place.</summary>
    public ReadResourceResult LetOut(RequestContext<ReadResourceRequestParams> context, ReadResourceResult result)
    {
        var state = MessageState.Of(context);
        var redactions = 0;
        result = redaction.Of(result, ref redactions);
        var template = (context.MatchedPrimitive as McpServerResource)?.ProtocolResourceTemplate.UriTemplate;
        var fitting = size.Fit(template, result, limits.Of(state.Caller).ResultBytes, out var tooLarge, out var bytes);
        state.Record.Returned(bytes, redactions);
        if (tooLarge is null)
        {
            return fitting;
        }

        state.Error = RefusalAnswer.ForResource(
            state.RequestedName, Withheld(state, ResultLimit.Name, tooLarge), context.Server.NegotiatedProtocolVersion);
        return new ReadResourceResult();
    }

    private static Refusal Withheld(MessageState state, string check, Refusal refusal)
    {
        // What never reached the author's code is on record as bypassed, which says more.
        if (state.IsReached)
        {
            state.Withheld(check, refusal);
        }

        return refusal;
    }
}

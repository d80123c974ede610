using System.Text.Json.Nodes;

namespace McpSecure.Calls;

/// <summary>Names as clients, records and dashboards see them. Tables, not reflection: what is written here is a promise.</summary>
internal static class Wire
{
    /// <summary>The key under <c>_meta</c> of a refused tool call.</summary>
    public const string RefusalMetaKey = "io.github.mcpsecure/refusal";

    /// <summary>The name of the number of seconds after which another attempt makes sense.</summary>
    public const string RetryAfterKey = "retryAfterSeconds";

    /// <summary>Stands for every name that a client made up.</summary>
    public const string Other = "_OTHER";

    /// <summary>The object that tells a client about a refusal.</summary>
    public static JsonObject DataOf(Refusal refusal)
    {
        var data = new JsonObject { ["code"] = NameOf(refusal.Code), ["retry"] = NameOf(refusal.Retry) };
        if (refusal.RetryAfterSeconds is { } seconds)
        {
            data[RetryAfterKey] = seconds;
        }

        return data;
    }

    public static string NameOf(RefusalCode code) => code switch
    {
        RefusalCode.GuardFailed => "guard_failed",
        RefusalCode.InvalidRequest => "invalid_request",
        RefusalCode.MethodNotAllowed => "method_not_allowed",
        RefusalCode.NotFound => "not_found",
        RefusalCode.NotAllowed => "not_allowed",
        RefusalCode.ApprovalRequired => "approval_required",
        RefusalCode.InvalidArguments => "invalid_arguments",
        RefusalCode.InvalidUri => "invalid_uri",
        RefusalCode.InvalidRequestState => "invalid_request_state",
        RefusalCode.NotValidated => "not_validated",
        RefusalCode.InvalidResult => "invalid_result",
        RefusalCode.InvalidAnswer => "invalid_answer",
        RefusalCode.PathRefused => "path_refused",
        RefusalCode.CommandRefused => "command_refused",
        RefusalCode.SqlRefused => "sql_refused",
        RefusalCode.EgressRefused => "egress_refused",
        RefusalCode.RateLimited => "rate_limited",
        RefusalCode.TooManyConcurrent => "too_many_concurrent",
        RefusalCode.ApprovalDeclined => "approval_declined",
        RefusalCode.TooManySuspended => "too_many_suspended",
        RefusalCode.TimedOut => "timed_out",
        RefusalCode.MessageTooLarge => "message_too_large",
        RefusalCode.ArgumentsTooLarge => "arguments_too_large",
        RefusalCode.ResultTooLarge => "result_too_large",
        RefusalCode.AuditFailed => "audit_failed",
        _ => "guard_failed",
    };

    public static string NameOf(Retry retry) => retry switch
    {
        Retry.AfterFix => "after_fix",
        Retry.Later => "later",
        _ => "never",
    };

    public static string NameOf(PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Tool => "tool",
        PrimitiveKind.Prompt => "prompt",
        PrimitiveKind.Resource => "resource",
        PrimitiveKind.ResourceTemplate => "resource template",
        PrimitiveKind.Subscription => "subscription",
        PrimitiveKind.Completion => "completion",
        _ => "none",
    };

    public static string NameOf(Access access) => access switch
    {
        Access.Allow => "Allow",
        Access.Ask => "Ask",
        _ => "Deny",
    };
}

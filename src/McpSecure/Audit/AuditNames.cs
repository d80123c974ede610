using McpSecure.Calls;
using Microsoft.Extensions.Logging;

namespace McpSecure.Audit;

/// <summary>Attribute names and values of records. Where a semantic convention has a name, it is that name.</summary>
internal static class AuditNames
{
    public const string Method = "mcp.method.name";
    public const string Tool = "gen_ai.tool.name";
    public const string Prompt = "gen_ai.prompt.name";
    public const string UserId = "user.id";
    public const string UserRoles = "user.roles";
    public const string ErrorType = "error.type";
    public const string Kind = "mcpsecure.kind";
    public const string Outcome = "mcpsecure.outcome";
    public const string Guard = "mcpsecure.guard";
    public const string Code = "mcpsecure.refusal.code";
    public const string DecidedBy = "mcpsecure.decided_by";
    public const string Observed = "mcpsecure.observed";

    public const string DecisionEvent = "mcpsecure.decision";
    public const string Verdict = "mcpsecure.verdict";
    public const string ArgumentsSize = "mcpsecure.arguments.size";
    public const string ResultSize = "mcpsecure.result.size";
    public const string Redactions = "mcpsecure.redactions";

    public const string ApprovalBy = "mcpsecure.approval.by";
    public const string ApprovalShown = "mcpsecure.approval.shown";
    public const string ApprovalAnswer = "mcpsecure.approval.answer";
    public const string ApprovalLatency = "mcpsecure.approval.latency";

    /// <summary>What a person answered.</summary>
    public static string NameOf(ApprovalRecord approval) => approval.IsApproved switch
    {
        true => "approved",
        false => "declined",
        null => "asked",
    };

    /// <summary>What a guard said.</summary>
    public static string NameOf(VerdictKind verdict) => verdict switch
    {
        VerdictKind.Continue => "allow",
        VerdictKind.Ask => "ask",
        _ => "deny",
    };

    public static string NameOf(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Completed => "completed",
        CallOutcome.ToolError => "tool_error",
        CallOutcome.Refused => "refused",
        CallOutcome.Cancelled => "cancelled",
        CallOutcome.Suspended => "suspended",
        CallOutcome.Bypassed => "bypassed",
        CallOutcome.Rejected => "rejected",
        CallOutcome.Withheld => "withheld",
        _ => "failed",
    };

    /// <summary>What went wrong, by a name that neither a client nor a tool chose: the refusal, the type of the exception, or how it ended.</summary>
    /// <returns><see langword="null"/> if it is no error.</returns>
    public static string? ErrorOf(AuditRecord record) => record.Outcome switch
    {
        CallOutcome.Completed or CallOutcome.Suspended or CallOutcome.Cancelled => null,
        _ when record.Code is { } code => Wire.NameOf(code),
        _ => record.ErrorType ?? NameOf(record.Outcome),
    };

    /// <summary>An error is a defect of the server, a warning something for the operator to look at.</summary>
    public static LogLevel LevelOf(AuditRecord record) => record switch
    {
        { Code: RefusalCode.TimedOut } => LogLevel.Warning,
        { Outcome: CallOutcome.Bypassed or CallOutcome.Withheld } or { Outcome: CallOutcome.Refused, Code: RefusalCode.GuardFailed } => LogLevel.Error,
        { Outcome: CallOutcome.Refused or CallOutcome.Failed or CallOutcome.Rejected } or { Decision.Observed: true } => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}

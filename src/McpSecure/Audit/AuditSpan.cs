using System.Diagnostics;
using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>Writes a record on its span.</summary>
internal static class AuditSpan
{
    private const string Operation = "gen_ai.operation.name";

    /// <summary>All that is known.</summary>
    public static void Fill(Activity activity, AuditRecord record, string outcome, string? code)
    {
        FillMessage(activity, record);
        activity.SetTag(AuditNames.Outcome, outcome);
        FillDecision(activity, record);
        FillApproval(activity, record.Approval);
        if (record.Kind != PrimitiveKind.None)
        {
            activity.SetTag(AuditNames.Kind, Wire.NameOf(record.Kind));
        }

        FillSizes(activity, record);
        if (record.Caller.Subject is { } subject)
        {
            activity.SetTag(AuditNames.UserId, subject);
        }

        if (record.Caller.Roles.Count > 0)
        {
            activity.SetTag(AuditNames.UserRoles, record.Caller.Roles.ToArray());
        }

        if (code is not null)
        {
            activity.SetTag(AuditNames.Code, code).SetTag(AuditNames.Guard, record.Guard);
        }
    }

    /// <summary>What the conventions say of any message.</summary>
    public static void FillMessage(Activity activity, AuditRecord record)
    {
        activity.SetTag(AuditNames.Method, record.Method);
        if (record.Kind == PrimitiveKind.Tool)
        {
            activity.SetTag(AuditNames.Tool, record.Target).SetTag(Operation, "execute_tool");
        }
        else if (record.Kind == PrimitiveKind.Prompt)
        {
            activity.SetTag(AuditNames.Prompt, record.Target);
        }

        if (AuditNames.ErrorOf(record) is { } error)
        {
            // No description: it would repeat texts that a client or a tool chose.
            activity.SetTag(AuditNames.ErrorType, error).SetStatus(ActivityStatusCode.Error);
        }
    }

    private static void FillApproval(Activity activity, ApprovalRecord? approval)
    {
        if (approval is not null)
        {
            activity.SetTag(AuditNames.ApprovalBy, approval.By)
                .SetTag(AuditNames.ApprovalShown, Convert.ToHexStringLower(approval.Shown))
                .SetTag(AuditNames.ApprovalAnswer, AuditNames.NameOf(approval))
                .SetTag(AuditNames.ApprovalLatency, approval.Latency.TotalSeconds);
        }
    }

    private static void FillSizes(Activity activity, AuditRecord record)
    {
        if (record.Call?.Arguments is { Count: > 0 } arguments)
        {
            activity.SetTag(AuditNames.ArgumentsSize, ArgumentLength.Of(arguments));
        }

        if (record.ResultBytes is { } bytes)
        {
            activity.SetTag(AuditNames.ResultSize, bytes);
        }

        if (record.Redactions is > 0 and var redactions)
        {
            activity.SetTag(AuditNames.Redactions, redactions);
        }
    }

    private static void FillDecision(Activity activity, AuditRecord record)
    {
        if (record.Decision.DecidedBy is not null)
        {
            activity.SetTag(AuditNames.DecidedBy, record.Decision.DecidedBy);
        }

        if (record.Decision.Observed)
        {
            activity.SetTag(AuditNames.Observed, true);
        }
    }
}

using System.Diagnostics;
using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>Writes a record on its span.</summary>
internal static class AuditSpan
{
    public static void Fill(Activity activity, AuditRecord record, string outcome, string? code)
    {
        activity.SetTag(AuditNames.Method, record.Method).SetTag(AuditNames.Outcome, outcome);
        FillTarget(activity, record);
        FillDecision(activity, record);
        FillApproval(activity, record.Approval);
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

        if (record.Outcome is not (Outcome.Completed or Outcome.Suspended or Outcome.Cancelled))
        {
            // No description: it would repeat texts that a client or a tool chose.
            activity.SetTag(AuditNames.ErrorType, code ?? record.ErrorType ?? outcome).SetStatus(ActivityStatusCode.Error);
        }
    }

    private static void FillTarget(Activity activity, AuditRecord record)
    {
        if (record.Kind == PrimitiveKind.None)
        {
            return;
        }

        activity.SetTag(AuditNames.Kind, Wire.NameOf(record.Kind));
        if (record.Kind is PrimitiveKind.Tool or PrimitiveKind.Prompt)
        {
            activity.SetTag(record.Kind == PrimitiveKind.Tool ? AuditNames.Tool : AuditNames.Prompt, record.Target);
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

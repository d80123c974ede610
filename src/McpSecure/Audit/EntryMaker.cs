using System.Text.Json.Nodes;
using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>Makes of a record what is kept.</summary>
internal sealed class EntryMaker(KeptArguments arguments, TimeProvider time)
{
    /// <summary>The code is about to run.</summary>
    public AuditEntry IntentOf(AuditRecord record, Call call, AuditLevel level) => WithArguments(record, AuditEntryKind.Intent, call, level);

    /// <summary>The call has ended, or waits. Who it was and what he sent is in its intent.</summary>
    public AuditEntry EndOf(AuditRecord record, JsonNode? answer, AuditLevel level)
    {
        var isSuspended = record.Outcome == CallOutcome.Suspended;
        var result = level < AuditLevel.Digest || isSuspended ? default : KeptResult.Of(answer);
        return new AuditEntry
        {
            Kind = isSuspended ? AuditEntryKind.Suspended : AuditEntryKind.Outcome,
            Call = IdOf(record),
            Time = time.GetUtcNow(),
            Method = record.Method,
            Target = record.Target,
            Name = arguments.NameOf(record),
            User = record.Caller.Subject,
            Roles = record.Caller.Roles,
            Outcome = AuditNames.NameOf(record.Outcome),
            Code = CodeOf(record),
            Guard = record.Guard,
            ErrorType = record.ErrorType,
            Duration = record.Elapsed(time),
            ResultBytes = result.Bytes,
            ResultDigest = result.Digest,
            Redactions = record.Kept.MaskedResults,
            Trace = TraceOf(record),
        };
    }

    /// <summary>Nothing of the author's ran.</summary>
    public AuditEntry RefusalOf(AuditRecord record, AuditLevel level) =>
        WithArguments(record, record.Outcome == CallOutcome.Suspended ? AuditEntryKind.Suspended : AuditEntryKind.Refusal, record.Call, level);

    private AuditEntry WithArguments(AuditRecord record, AuditEntryKind kind, Call? call, AuditLevel level)
    {
        var kept = call is null ? default : arguments.Of(record, call, level);
        record.Kept.MaskedArguments = kept.Redactions;
        var decision = call?.Decision ?? default;
        var hasEnded = kind != AuditEntryKind.Intent;
        return new AuditEntry
        {
            Kind = kind,
            Call = IdOf(record),
            Resumes = record.Kept.Resumes?.ToString("N"),
            Time = time.GetUtcNow(),
            Method = record.Method,
            Target = record.Target,
            Name = arguments.NameOf(record),
            User = record.Caller.Subject,
            Roles = record.Caller.Roles,
            DecidedBy = decision.DecidedBy,
            Observed = decision.Observed,
            Outcome = hasEnded ? AuditNames.NameOf(record.Outcome) : null,
            Code = CodeOf(record),
            Guard = record.Guard,
            ErrorType = record.ErrorType,
            Duration = hasEnded ? record.Elapsed(time) : TimeSpan.Zero,
            Arguments = kept.Text,
            ArgumentBytes = kept.Bytes,
            ArgumentsDigest = kept.Digest,
            Redactions = kept.Redactions,
            ApprovalBy = record.Approval?.By,
            Approval = record.Approval is { } approval ? AuditNames.NameOf(approval) : null,
            ApprovalShown = record.Approval is { } asked ? Convert.ToHexStringLower(asked.Shown) : null,
            ApprovalLatency = record.Approval?.Latency ?? TimeSpan.Zero,
            Trace = TraceOf(record),
        };
    }

    private static string IdOf(AuditRecord record) => record.Kept.Id.ToString("N");

    private static string? CodeOf(AuditRecord record) => record.Code is { } code ? Wire.NameOf(code) : null;

    private static string? TraceOf(AuditRecord record) => record.Activity is { } activity ? activity.TraceId.ToHexString() : null;
}

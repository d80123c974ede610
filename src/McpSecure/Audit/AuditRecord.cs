using System.Diagnostics;
using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>What is known of one message. Written once, when the message has ended, whatever ended it.</summary>
internal sealed class AuditRecord(AuditTrail trail, string method, Activity? activity, long started)
{
    private const short None = -1;

    // Small, and side by side: there is one of these for each message, and its bytes are counted.
    private object? _cause;
    private KeptRecord? _kept;
    private int _resultBytes = None;
    private short _code = None;

    /// <summary>Gets the method, or <see cref="Wire.Other"/>: never a value that a client made up.</summary>
    public string Method { get; } = method;

    public Activity? Activity { get; } = activity;

    /// <summary>Gets the span that the SDK makes of the same message.</summary>
    public Activity? Sdk { get; init; }

    public long Started { get; } = started;

    public Caller Caller { get; set; } = Caller.Anonymous;

    /// <summary>Gets what is needed only where calls are kept, or wait.</summary>
    public KeptRecord Kept => _kept ??= new KeptRecord();

    /// <summary>Gets about how large the result was before anything was cut, bytes of UTF-8.</summary>
    public int? ResultBytes => _resultBytes == None ? null : _resultBytes;

    /// <summary>Gets how many values were masked: of the arguments in what is kept, of the result before it left.</summary>
    public int Redactions => _kept is null ? 0 : _kept.MaskedArguments + _kept.MaskedResults;

    /// <summary>Gets a value indicating whether an intent is kept.</summary>
    public bool HasIntent => _kept is { Level: not null };

    /// <summary>Gets the call that the message is, or asks for.</summary>
    public Call? Call { get; private set; }

    public TimeSpan Elapsed(TimeProvider time) => time.GetElapsedTime(Started);

    public PrimitiveKind Kind => Call?.Kind ?? PrimitiveKind.None;

    /// <summary>Gets the name of the primitive if the server itself holds it, else <see cref="Wire.Other"/>.</summary>
    public string? Target { get; private set; }

    public CallOutcome Outcome { get; private set; }

    public string? Guard { get; private set; }

    public RefusalCode? Code => _code == None ? null : (RefusalCode)_code;

    public AccessExplanation Decision => Call?.Decision ?? default;

    /// <summary>Gets what came of asking a person, if one was asked.</summary>
    public ApprovalRecord? Approval { get; private set; }

    /// <summary>Gets what broke a guard or a caller source.</summary>
    public Exception? Exception => _cause as Exception;

    /// <summary>
    /// Gets the type of the exception that ended the message. Not the exception: the texts of a tool, a prompt or a parser repeat what the
    /// client sent. The SDK's own log has it.
    /// </summary>
    public string? ErrorType => _cause as string;

    public bool IsRefused => Outcome is CallOutcome.Refused or CallOutcome.Bypassed or CallOutcome.Withheld;

    public void About(Call call, string? registeredName)
    {
        Call = call;
        Target = registeredName ?? Wire.Other;
    }

    /// <summary>Notes what a guard said, where it said anything but "go on".</summary>
    public void Judged(string guard, VerdictKind verdict) => Activity?.AddEvent(new ActivityEvent(
        AuditNames.DecisionEvent,
        tags: new ActivityTagsCollection { [AuditNames.Guard] = guard, [AuditNames.Verdict] = AuditNames.NameOf(verdict) }));

    public void Asked(ApprovalRecord approval) => Approval = approval;

    public void Refused(string guard, Refusal refusal, Exception? exception = null)
    {
        Outcome = CallOutcome.Refused;
        Guard = guard;
        _code = (short)refusal.Code;
        _cause = exception;
    }

    /// <summary>Notes that the tool ran and its result did not leave.</summary>
    public void Withheld(string guard, Refusal refusal)
    {
        Refused(guard, refusal);
        Outcome = CallOutcome.Withheld;
    }

    /// <summary>Says how it ended. A refusal stands: what the client then sees is its answer.</summary>
    public void Ended(CallOutcome outcome)
    {
        if (!IsRefused)
        {
            Outcome = outcome;
        }
    }

    /// <summary>Says that code which waited was ended, because nobody came back.</summary>
    public void GaveUp() => Outcome = Outcome == CallOutcome.Suspended ? CallOutcome.Cancelled : Outcome;

    public void Failed(Exception exception)
    {
        if (!IsRefused)
        {
            Outcome = CallOutcome.Failed;
            _cause = exception.GetType().FullName;
        }
    }

    /// <summary>Notes how large a result is, and where somebody will be told how much was masked in it.</summary>
    public void Returned(long bytes, int redactions)
    {
        _resultBytes = (int)Math.Min(bytes, int.MaxValue);
        if (redactions > 0 && (Activity is not null || HasIntent))
        {
            Kept.MaskedResults += redactions;
        }
    }

    public void Write() => trail.Write(this);
}

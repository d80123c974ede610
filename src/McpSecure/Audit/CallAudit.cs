using System.Text.Json.Nodes;
using McpSecure.Calls;
using Microsoft.Extensions.Options;

namespace McpSecure.Audit;

/// <summary>
/// A call whose code ran has an intent in every sink before the code starts, and an outcome before the client gets the answer; or it is refused.
/// </summary>
/// <remarks>Spans and logs are copies: they are sampled, filtered, and lost with the process. What the operator can rely on are the sinks.</remarks>
internal sealed class CallAudit(
    AuditJournal journal, IEnumerable<IAuditSink> sinks, AuditLevels levels, EntryMaker entries, RefusalTally tally, AuditFailures failures, IOptions<McpSecurityOptions> options)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "audit";

    private static readonly Refusal NotKept = new(
        RefusalCode.AuditFailed, "The call could not be put on record, and did not run. That is no fault of the call: try again later.", Retry.Later, RetryAfterSeconds: 60);

    private static readonly Refusal EndNotKept = new(
        RefusalCode.AuditFailed, "It ran, and how it ended could not be put on record: the result is withheld. Do not assume that it failed.");

    private readonly IAuditSink[] _sinks = journal.IsOn ? [journal, .. sinks] : [.. sinks];
    private readonly bool _refuses = options.Value.Audit.OnFailure == AuditFailure.Refuse;

    /// <summary>Gets a value indicating whether anything is kept at all.</summary>
    public bool IsOn => _sinks.Length > 0;

    /// <summary>Keeps that the code of a call is about to run.</summary>
    /// <param name="record">What is known of the message.</param>
    /// <param name="call">The call with the arguments that will run.</param>
    /// <param name="cancellationToken">Cancelled by the caller: nothing runs then.</param>
    /// <returns>The refusal, or <see langword="null"/> if it may run.</returns>
    public ValueTask<Refusal?> BeginAsync(AuditRecord record, Call call, CancellationToken cancellationToken)
    {
        if (_sinks.Length == 0)
        {
            return default;
        }

        var level = levels.Of(record);
        return level == AuditLevel.None ? default : KeepIntentAsync(record, call, level, cancellationToken);
    }

    /// <summary>Keeps how a call ended, or that it waits. Once for each message, before its answer leaves.</summary>
    /// <param name="record">What is known of the message.</param>
    /// <param name="answer">What would leave; <see langword="null"/> if it is an error, or nothing.</param>
    /// <returns>The refusal to answer with in its place, or <see langword="null"/>.</returns>
    public ValueTask<Refusal?> EndAsync(AuditRecord record, JsonNode? answer)
    {
        if (_sinks.Length == 0)
        {
            return default;
        }

        // What waits without having begun is kept as well: what was given to the client for later has to be on record.
        var level = record.HasIntent ? record.Kept.Level!.Value : record.Outcome == CallOutcome.Suspended ? levels.Of(record) : AuditLevel.None;
        return level != AuditLevel.None && record.Kept.TryClose() ? KeepEndAsync(record, answer, level) : default;
    }

    /// <summary>Keeps what is left to keep when a message is over: that it was refused, answered by something in between, or cancelled.</summary>
    /// <param name="record">What is known of the message.</param>
    /// <param name="isOver">Whether its code is: what goes on as a task is kept when that ends.</param>
    /// <remarks>Nothing depends on it any more. Of many refusals alike the first have entries, and the others are counted.</remarks>
    public ValueTask CloseAsync(AuditRecord record, bool isOver)
    {
        if (_sinks.Length == 0)
        {
            return default;
        }

        if (record.HasIntent)
        {
            return isOver ? new(EndAsync(record, answer: null).AsTask()) : default;
        }

        return IsWorthKeeping(record) && record.Kept.TryClose() ? new(KeepRefusalAsync(record)) : default;
    }

    /// <summary>Counts what was not kept, when the time for it has come or the server ends.</summary>
    public async Task KeepAsync(AuditEntry summary)
    {
        if (await WriteAsync(summary, CancellationToken.None).ConfigureAwait(false) is { } failure)
        {
            failures.Tell(failure);
        }
    }

    private static bool IsWorthKeeping(AuditRecord record) =>
        record.Outcome is CallOutcome.Refused or CallOutcome.Bypassed or CallOutcome.Rejected or CallOutcome.Withheld || (record.Outcome == CallOutcome.Cancelled && record.Approval is not null);

    private async ValueTask<Refusal?> KeepIntentAsync(AuditRecord record, Call call, AuditLevel level, CancellationToken cancellationToken)
    {
        if (await TryWriteAsync(() => entries.IntentOf(record, call, level), cancellationToken).ConfigureAwait(false) is not { } failure)
        {
            record.Kept.Level = level;
            return null;
        }

        failures.Tell(failure);
        if (_refuses)
        {
            return NotKept;
        }

        record.Kept.Level = level; // its end may find the sink well again
        return null;
    }

    private async ValueTask<Refusal?> KeepEndAsync(AuditRecord record, JsonNode? answer, AuditLevel level)
    {
        record.Kept.IsSuspended = record.Outcome == CallOutcome.Suspended;

        // It has run: nobody's impatience takes its end from the record.
        if (await TryWriteAsync(() => !record.HasIntent ? entries.RefusalOf(record, level) : entries.EndOf(record, answer, level), CancellationToken.None).ConfigureAwait(false) is not { } failure)
        {
            return null;
        }

        failures.Tell(failure);
        return !_refuses ? null : record.HasIntent ? EndNotKept : NotKept;
    }

    private async Task KeepRefusalAsync(AuditRecord record)
    {
        if (tally.TryCount(record, KeepAsync)
            && await TryWriteAsync(() => entries.RefusalOf(record, levels.Of(record)), CancellationToken.None).ConfigureAwait(false) is { } failure)
        {
            failures.Tell(failure);
        }
    }

    private async ValueTask<Exception?> TryWriteAsync(Func<AuditEntry> make, CancellationToken cancellationToken)
    {
        AuditEntry entry;
        try
        {
            entry = make();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception;
        }

        return await WriteAsync(entry, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All sinks are asked, also after one has failed: what one lacks another may have.</summary>
    private async ValueTask<Exception?> WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var sink in _sinks)
        {
            try
            {
                await sink.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failure ??= exception;
            }
        }

        return failure;
    }
}

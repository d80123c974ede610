namespace McpSecure;

/// <summary>Keeps what happened to calls: before the code of a call runs, and before its answer leaves.</summary>
/// <remarks>
/// Registered as a service, any number of them; the journal is one. All of them have to take an entry, one after the other, before the call goes on. Called
/// from many threads at once, and while a caller waits: what takes long is queued inside.
/// </remarks>
public interface IAuditSink
{
    /// <summary>Takes one entry.</summary>
    /// <param name="entry">What happened. Not changed any more; may be kept.</param>
    /// <param name="cancellationToken">Says that nobody waits any more. An entry whose writing has begun is written to its end.</param>
    /// <returns>Ends when the entry is as durable as the sink promises.</returns>
    /// <exception cref="Exception">Any exception means that the entry is not kept: <see cref="AuditOptions.OnFailure"/> decides what becomes of the call.</exception>
    ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken);
}

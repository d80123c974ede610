using McpSecure.Journal;

namespace McpSecure;

/// <summary>Gets a copy of the journal, record by record, in order: a log server, a queue, another disk.</summary>
/// <remarks>
/// <para>
/// Registered as a service, any number of them. Each gets every record at least once, from the first that there is, at its own pace; how far it has come is kept in
/// the directory of the journal, so that it goes on there after a restart. A record may come again: <c>chain</c> and
/// <see cref="JournalRecord.Sequence"/> tell it from every other. What the journal says of itself is among them: with its checkpoints the receiver can
/// prove that the journal was changed later.
/// </para>
/// <para>No call waits for it. One call at a time for each receiver; different receivers are called at once.</para>
/// </remarks>
public interface IJournalReceiver
{
    /// <summary>Gets the name under which is kept how far it has come.</summary>
    /// <value>1 to 64 lower-case letters, digits and hyphens, other than those of all other receivers. Has to stay the same.</value>
    string Name { get; }

    /// <summary>Takes some records.</summary>
    /// <param name="chain">What distinguishes the journal from every other.</param>
    /// <param name="records">At least one, in order; at most 512, or about 1 MiB.</param>
    /// <param name="cancellationToken">Cancelled after 30 seconds, and some seconds after the server began to stop.</param>
    /// <returns>Ends when the receiver has them all for good.</returns>
    /// <exception cref="Exception">It does not have them all. They come again: after a second, two, four, and at last every minute.</exception>
    ValueTask ReceiveAsync(string chain, IReadOnlyList<JournalRecord> records, CancellationToken cancellationToken);
}

namespace McpSecure.Transport;

/// <summary>Whose lines they are.</summary>
internal interface IBoundedLinesOwner
{
    /// <summary>Answers a line that is longer than it may be.</summary>
    /// <param name="head">How it begins. To be looked at before the first wait.</param>
    /// <param name="cancellationToken">Ends the wait for the other side to take the answer.</param>
    /// <returns>Ends when the answer has been written.</returns>
    Task RefuseAsync(ReadOnlyMemory<byte> head, CancellationToken cancellationToken);

    /// <summary>Waits until more should be read.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);
}

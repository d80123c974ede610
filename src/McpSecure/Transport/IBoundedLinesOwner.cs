using ModelContextProtocol.Protocol;

namespace McpSecure.Transport;

/// <summary>Whose lines they are.</summary>
internal interface IBoundedLinesOwner
{
    /// <summary>Answers a line that is longer than it may be.</summary>
    /// <param name="id">Of the request in it; <see langword="default"/> if that cannot be told.</param>
    /// <param name="cancellationToken">Ends the wait for the other side to take the answer.</param>
    /// <remarks>Waits for nobody: it is the wait before the next line that bounds how many answers are not taken.</remarks>
    void Refuse(RequestId id, CancellationToken cancellationToken);

    /// <summary>Takes note of a line that is handed on and has more than its end.</summary>
    void HandOn(int bytes);

    /// <summary>Waits until more should be read.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);
}

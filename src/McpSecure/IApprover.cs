namespace McpSecure;

/// <summary>Asks a person elsewhere than through the client that calls: in a chat, on a page of one's own, by a ticket.</summary>
/// <remarks>
/// Registered as a singleton, it is asked in place of the client, for every client and protocol revision. A client answers for whoever sits in front of it, or
/// for nobody: what it says is consent, and no second factor. An approver can be one, if it finds out who answers. Implementations are thread-safe.
/// </remarks>
public interface IApprover
{
    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="cancellationToken">Ends when the time to answer is over, or the client does not wait any more.</param>
    /// <returns>The answer. An exception refuses the call.</returns>
    ValueTask<ApprovalAnswer> AskAsync(ApprovalRequest request, CancellationToken cancellationToken);
}

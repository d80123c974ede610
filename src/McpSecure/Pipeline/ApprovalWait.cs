using System.Text.Json;
using McpSecure.RoundTrips;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Asks while the request waits: a client of an older revision through its own connection, or a person elsewhere.</summary>
internal sealed class ApprovalWait(IApprover? approver, SuspendedCalls suspended, RoundTripDoor roundTrips, TimeProvider time)
{
    /// <summary>Gets who asks, in records.</summary>
    public string Asker => approver is null ? ApprovalForm.Asker : "approver";

    /// <summary>Gets a value indicating whether the person is asked elsewhere than through the client.</summary>
    public bool IsElsewhere => approver is not null;

    /// <summary>Whether there is anybody to ask. A client that did not declare elicitation must not be asked, and one without a connection cannot be.</summary>
    public bool CanAsk(MessageContext context) =>
        IsElsewhere
        || (context.Server.IsMrtrSupported
            && (context.JsonRpcMessage.Context?.ClientCapabilities ?? context.Server.ClientCapabilities)?.Elicitation?.Form is not null);

    /// <summary>Asks, and waits.</summary>
    /// <returns>The answer, a no if there is none in time; or <see langword="null"/> if as many wait already as may.</returns>
    /// <exception cref="OperationCanceledException">The client does not wait any more.</exception>
    public async ValueTask<ApprovalAnswer?> ForAsync(MessageContext context, ApprovalRequest request, Question question, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        if (!suspended.TryAdd(id, request.Caller.Person, roundTrips.MostSuspended(request.Caller), question.Expires))
        {
            return null;
        }

        using var limit = new CancellationTokenSource(question.Expires - question.Asked, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var asking = approver is null ? AskClientAsync(context, request, both.Token) : approver.AskAsync(request, both.Token).AsTask();
            var answer = await asking.WaitAsync(both.Token).ConfigureAwait(false);
            return limit.IsCancellationRequested ? default(ApprovalAnswer) : answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return default(ApprovalAnswer);
        }
        finally
        {
            suspended.Remove(id);
        }
    }

    private static async Task<ApprovalAnswer> AskClientAsync(MessageContext context, ApprovalRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await context.Server.ElicitAsync(ApprovalForm.Of(request.Message), cancellationToken).ConfigureAwait(false);
            return new ApprovalAnswer(ApprovalForm.IsApproved(answer));
        }
        catch (Exception exception) when (exception is McpException or JsonException)
        {
            return default; // the client answers with an error, or with what fits no form: that is no yes, and no defect of the server
        }
    }
}

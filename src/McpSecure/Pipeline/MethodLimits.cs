using McpSecure.Calls;
using McpSecure.Limits;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>Holds requests that name no primitive, or are none before that, and so meet no guard, to the limits of their caller.</summary>
/// <remarks>
/// Those that reach code of the application or write out what it has, which costs more than the refusal. Not <c>ping</c>, <c>initialize</c> and
/// <c>server/discover</c>: they cost no more than that, and a client that is told to wait has to be able to ask whether the server still lives.
/// </remarks>
internal sealed class MethodLimits(SecurityPipeline pipeline)
{
    private readonly CallerLimitsGuard? _guard = pipeline.Guards.OfType<CallerLimitsGuard>().FirstOrDefault();

    /// <summary>Counts a message, if it is one of those.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public ValueTask<Refusal?> EnterAsync(JsonRpcMessage message, MessageState state, CancellationToken cancellationToken) => message switch
    {
        _ when _guard is null => default,
        JsonRpcRequest { Method: var method } when Methods.IsCounted(method) => EnterAsync(_guard, method, state, cancellationToken),
        JsonRpcNotification { Method: var method } when !Methods.Notifications.Contains(method) => EnterAsync(_guard, method, state, cancellationToken),
        _ => default,
    };

    /// <summary>Whether a caller may bring something back: to open it is work, and is done before any guard can count it as a call.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Refusal? OfResume(MessageState state)
    {
        var refusal = _guard?.OfAttempt(state.Caller);
        if (refusal is not null)
        {
            state.Refused(CallerLimitsGuard.GuardName, refusal);
        }

        return refusal;
    }

    /// <summary>Counts what somebody brought back, and what was no call after all.</summary>
    public void ChargeResume(MessageState state) => _guard?.Charge(state.Caller);

    private static async ValueTask<Refusal?> EnterAsync(CallerLimitsGuard guard, string method, MessageState state, CancellationToken cancellationToken)
    {
        // Given back where the message ends.
        var call = new Call(PrimitiveKind.None, method, state.Caller, PrimitiveFacts.None);
        state.Pass(call);
        Refusal? refusal = Refusal.GuardFailed;
        Exception? failure = null;
        try
        {
            var verdict = await guard.CheckAsync(call, cancellationToken).ConfigureAwait(false);
            refusal = verdict.Kind == VerdictKind.Continue ? null : verdict.Refusal ?? Refusal.GuardFailed;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            failure = exception;
        }

        if (refusal is not null)
        {
            state.Refused(guard.Name, refusal, failure);
        }

        return refusal;
    }
}

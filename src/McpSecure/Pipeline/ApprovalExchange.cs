using System.Security.Cryptography;
using McpSecure.Approvals;
using McpSecure.Calls;
using McpSecure.RoundTrips;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Does a person agree? Asked last, about a call that would run otherwise, with exactly the arguments that will run.</summary>
internal sealed class ApprovalExchange(ApprovalText text, CallScope scope, RoundTripDoor roundTrips, ApprovalWait wait, Sender sender, TimeProvider time)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "approval";

    /// <summary>How often a person is asked about one call that waits, because what it would do is something else each time that he agrees.</summary>
    private const int MostTimes = 3;

    private static readonly Refusal Unsteady = new(
        RefusalCode.ApprovalRequired, "What the call would do changed each time a person had agreed to it. It did not run. Try again when nothing else is at work on it.", Retry.Later);

    private static readonly Refusal Declined = new(
        RefusalCode.ApprovalDeclined, "A person was asked, and did not agree. It did not run. Do not call again without being told to.");

    private static readonly Refusal Changed = new(
        RefusalCode.ApprovalRequired, "The call was changed within the server after it was checked, and needs a person's approval as it is now. It did not run.");

    /// <summary>Asks, or finds that somebody has agreed.</summary>
    /// <param name="context">The message.</param>
    /// <param name="state">Its state.</param>
    /// <param name="call">A call that all guards let pass.</param>
    /// <param name="target">What the call was made of.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>What came of it.</returns>
    public async ValueTask<Exchange> RunAsync(MessageContext context, MessageState state, Call call, Target target, CancellationToken cancellationToken)
    {
        var trip = state.Trip ??= new RoundTrip();
        var digest = CallDigest.Of(Wire.NameOf(call.Kind), target.Name!, call.Arguments);
        if (trip.IsApproved(digest))
        {
            return Exchange.Approved;
        }

        if (!target.MayAsk)
        {
            return Exchange.Refused(state.IsEntered && trip.Approved is not null ? Changed : call.Unasked ?? Refusal.ApprovalRequired(call));
        }

        if (trip.Resumed is { Stage: ApprovalStage.Approved } resumed && CryptographicOperations.FixedTimeEquals(resumed.Call, digest))
        {
            trip.Approve(new Approval(digest, resumed.Shown));
            return Exchange.Approved;
        }

        try
        {
            scope.Enter(call); // a preview looks into the roots as the tool would
            var asking = await ShowAsync(context, call, digest, cancellationToken).ConfigureAwait(false);
            return trip.Resumed is { Stage: ApprovalStage.Asked } answered && CryptographicOperations.FixedTimeEquals(answered.Shown, asking.Question.Shown)
                ? Answered(state, trip, answered, asking.Question)
                : await AskAsync(context, state, call, target, asking, cancellationToken).ConfigureAwait(false);
        }
        catch (UnshowableCallException exception)
        {
            return Exchange.Refused(new(RefusalCode.ApprovalRequired, $"{exception.Message} It needs a person's approval, and did not run.", Retry.AfterFix));
        }
    }

    private async ValueTask<Asking> ShowAsync(MessageContext context, Call call, byte[] digest, CancellationToken cancellationToken)
    {
        var message = await text.OfAsync(call, context.Services!, cancellationToken).ConfigureAwait(false);
        var asked = time.GetUtcNow();
        return new Asking(new Question(digest, CallDigest.Of(digest, message), asked, asked + roundTrips.TimeToAnswer(call)), message);
    }

    /// <summary>The answer that came with the request. What was shown is still what would happen, or this is not reached.</summary>
    private Exchange Answered(MessageState state, RoundTrip trip, Envelope answered, Question question)
    {
        var isApproved = ApprovalForm.IsApproved(trip.Answer);
        state.Record.Asked(new(ApprovalForm.Asker, question.Shown, isApproved, time.GetUtcNow() - answered.Asked));
        if (!isApproved)
        {
            return Exchange.Refused(Declined);
        }

        trip.Approve(new Approval(question.Call, question.Shown));
        return Exchange.Approved;
    }

    /// <summary>Waits. That somebody was asked is on record also where the call is taken back: who asks until he is fed up must not leave the yes alone.</summary>
    private async ValueTask<ApprovalAnswer?> AnswerAsync(
        MessageContext context, MessageState state, ApprovalRequest request, Question question, CancellationToken cancellationToken)
    {
        try
        {
            return await wait.ForAsync(context, request, question, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            state.Record.Asked(new(wait.Asker, question.Shown, IsApproved: null, time.GetUtcNow() - question.Asked));
            throw;
        }
    }

    private async ValueTask<Exchange> AskAsync(
        MessageContext context, MessageState state, Call call, Target target, Asking asking, CancellationToken cancellationToken)
    {
        if (!wait.CanAsk(context))
        {
            return Exchange.Refused(call.Unasked ?? Refusal.ApprovalRequired(call));
        }

        // Nothing of it runs while somebody thinks.
        call.Release();
        if (!wait.IsElsewhere && RoundTripDoor.IsKnownTo(context))
        {
            state.Trip!.Asked = asking.Question;
            state.Trip.HasThrown = true;
            state.Record.Asked(new(ApprovalForm.Asker, asking.Question.Shown, IsApproved: null, TimeSpan.Zero));
            return Exchange.Asking(InputRequest.ForElicitation(ApprovalForm.Of(asking.Message)));
        }

        return await WaitAsync(context, state, call, target, asking, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits for the answer. If the effect is another by then, it is an answer to something else, and the person is asked again: not for ever, since a preview that
    /// never says the same and somebody who always says yes would never end.
    /// </summary>
    private async ValueTask<Exchange> WaitAsync(
        MessageContext context, MessageState state, Call call, Target target, Asking asking, CancellationToken cancellationToken)
    {
        for (var times = 0; times < MostTimes; times++)
        {
            var question = asking.Question;
            var request = new ApprovalRequest(call.Kind, target.Name!, asking.Message, Convert.ToHexStringLower(question.Shown), call.Caller, question.Expires);
            if (await AnswerAsync(context, state, request, question, cancellationToken).ConfigureAwait(false) is not { } given)
            {
                return Exchange.Refused(RoundTripDoor.TooMany);
            }

            state.Record.Asked(new(given.AnsweredBy is { } who ? Echo.Of(who) : wait.Asker, question.Shown, given.IsApproved, time.GetUtcNow() - question.Asked));
            if (!given.IsApproved)
            {
                return Exchange.Refused(Declined);
            }

            asking = await ShowAsync(context, call, question.Call, cancellationToken).ConfigureAwait(false);
            if (CryptographicOperations.FixedTimeEquals(asking.Question.Shown, question.Shown))
            {
                // The guards look again, at the caller as he is by now.
                state.Caller = await sender.AgainAsync(context, state.Caller, cancellationToken).ConfigureAwait(false);
                state.Trip!.Approve(new Approval(question.Call, question.Shown));
                return Exchange.ApprovedLater;
            }
        }

        return Exchange.Refused(Unsteady);
    }

    private readonly record struct Asking(Question Question, string Message);
}

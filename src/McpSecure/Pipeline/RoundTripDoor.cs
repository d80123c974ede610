using System.Security.Cryptography;
using System.Text.Json.Nodes;
using McpSecure.Calls;
using McpSecure.Limits;
using McpSecure.RoundTrips;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>
/// What a server gives to a client to bring back (<c>requestState</c>) leaves sealed, and comes in only from the same caller, for the same request, once,
/// and in time. Answers (<c>inputResponses</c>) come in only with it.
/// </summary>
internal sealed class RoundTripDoor(
    StateSealer sealer, IUsedStateStore used, SuspendedCalls suspended, Sessions sessions, AnswerCheck answers, EffectiveLimits limits,
    IOptions<McpSecurityOptions> options, TimeProvider time)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "round_trip";

    /// <summary>The question of the approval among others.</summary>
    public const string ApprovalKey = "io.github.mcpsecure/approval";

    private const string State = "requestState";
    private const string Responses = "inputResponses";
    private const string FirstRevision = "2026-07-28";

    /// <summary>One answer to all that can be wrong with it: whoever made it up learns nothing.</summary>
    public static readonly Refusal Invalid = new(
        RefusalCode.InvalidRequestState,
        "The request brings back requestState or inputResponses that were not given or asked for in this call, were used before, or come too late. Call again without them.",
        Retry.AfterFix);

    private static readonly Refusal Uncheckable = new(
        RefusalCode.InvalidResult, "The server would ask for something, and could not check the answer: a requestedSchema cannot be enforced.");

    private static readonly Refusal TooLong = new(
        RefusalCode.InvalidResult, $"The server would ask for something, and give more to bring back than {StateSealer.MaximumLength} characters, which it does not take.");

    private static readonly Refusal Outlived = new(
        RefusalCode.ApprovalRequired,
        "A person agreed to this call, and it has asked for more since than there was time for. Call again without requestState, for a new approval.",
        Retry.AfterFix);

    /// <summary>The answer to who lets too many calls wait.</summary>
    public static readonly Refusal TooMany = new(
        RefusalCode.TooManySuspended, "As many of your calls wait for an answer as may wait at once. Answer one of them, or try again later.", Retry.Later, RetryAfterSeconds: 60);

    /// <summary>Whether a request goes on with something.</summary>
    public static bool IsResumed(JsonRpcRequest request) => request.Params is JsonObject members && (members.ContainsKey(State) || members.ContainsKey(Responses));

    /// <summary>Whether this revision of the protocol has calls that end by asking.</summary>
    public static bool IsKnownTo(MessageContext context) => string.CompareOrdinal(context.Server.NegotiatedProtocolVersion, FirstRevision) >= 0;

    /// <summary>Opens what the client brings back, and puts what is the application's in its place.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public Refusal? Open(MessageContext context, JsonRpcRequest request, MessageState state)
    {
        var members = (JsonObject)request.Params!;
        if (!IsKnownTo(context)
            || members[State] is not JsonValue value
            || !value.TryGetValue<string>(out var text)
            || sealer.Open(text) is not { } envelope
            || !CryptographicOperations.FixedTimeEquals(envelope.Caller, CallDigest.Of(state.Caller.Key))
            || RequestDigest.Of(request, context.Server.NegotiatedProtocolVersion) is not { } digest
            || !CryptographicOperations.FixedTimeEquals(envelope.Request, digest))
        {
            return Invalid;
        }

        var given = members[Responses];
        if (given is not (null or JsonObject) || answers.OfRoundTrip(given as JsonObject, envelope.Questions) is not null)
        {
            return Invalid;
        }

        state.Record.Kept.Resumes = envelope.Id;
        var isAnswer = envelope.Stage == ApprovalStage.Asked;
        state.Trip = new RoundTrip { Resumed = envelope, Answer = isAnswer ? (given as JsonObject)?[ApprovalKey] : null };
        members.Remove(State);
        if (envelope.Inner is not null)
        {
            members[State] = envelope.Inner;
        }

        if (isAnswer)
        {
            members.Remove(Responses);
        }

        return null;
    }

    /// <summary>Uses what the client brought back. Late, when nothing else can refuse the request: then it can be sent again.</summary>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public async ValueTask<Refusal?> UseAsync(RoundTrip trip, CancellationToken cancellationToken)
    {
        if (trip.Resumed is not { } envelope || trip.IsUsed)
        {
            return null;
        }

        trip.IsUsed = true;
        suspended.Remove(envelope.Id);
        return await used.TryUseAsync(envelope.Id.ToString("N"), envelope.Expires, cancellationToken).ConfigureAwait(false) ? null : Invalid;
    }

    /// <summary>Seals an answer that asks for something.</summary>
    /// <returns>The refusal to answer with in its place, or <see langword="null"/>.</returns>
    public Refusal? Seal(MessageContext context, JsonObject result, MessageState state)
    {
        var parked = ParkedBy(state);
        if (Suspend(context, result, state, parked is not null, out var envelope, out var sealedState) is { } refusal)
        {
            parked?.Clock.Stop();
            return refusal;
        }

        if (parked is not null)
        {
            // It runs again when the answer comes, and takes its place among the running calls then. If none comes in time it is stopped.
            parked.Call?.Pause();
            parked.Clock.Pause(envelope!.Expires - time.GetUtcNow());
            (parked.Trip ??= new RoundTrip()).ParkedAs = envelope.Inner;
            sessions.Of(context).Park(envelope.Inner!, parked);
        }

        result[State] = sealedState;
        return null;
    }

    /// <summary>Seals what the client is to bring back, and takes note of a call that waits.</summary>
    private Refusal? Suspend(MessageContext context, JsonObject result, MessageState state, bool isParked, out Envelope? envelope, out string? sealedState)
    {
        (envelope, sealedState) = (null, null);
        if (state.Request is not { } request || RequestDigest.Of(request, context.Server.NegotiatedProtocolVersion) is not { } digest)
        {
            return Invalid;
        }

        var questions = result["inputRequests"] as JsonObject;
        if (questions is not null && !answers.CanCheck(questions))
        {
            return Uncheckable;
        }

        envelope = EnvelopeOf(state, digest) with { IsParked = isParked, Inner = (string?)result[State], Questions = questions?.ToJsonString() };
        if (envelope.Expires <= time.GetUtcNow())
        {
            return Outlived;
        }

        sealedState = sealer.Seal(envelope);
        return sealedState is null ? TooLong
            : suspended.TryAdd(envelope.Id, state.Caller.Person, MostSuspended(state.Caller), envelope.Expires) ? null : TooMany;
    }

    private Envelope EnvelopeOf(MessageState state, byte[] digest)
    {
        var origin = state.Trip?.Parked ?? state;
        var asked = state.Trip?.Asked;
        var approved = origin.Trip?.Approved;
        return new Envelope
        {
            Id = state.Record.Kept.Id,
            Expires = asked?.Expires ?? ExpiryOf(state, origin.Call),
            Caller = CallDigest.Of(state.Caller.Key),
            Request = digest,
            Stage = asked is not null ? ApprovalStage.Asked : approved is not null ? ApprovalStage.Approved : ApprovalStage.None,
            Call = asked?.Call ?? approved?.Call ?? new byte[Envelope.DigestBytes],
            Shown = asked?.Shown ?? approved?.Shown ?? new byte[Envelope.DigestBytes],
            Asked = asked?.Asked ?? time.GetUtcNow(),
        };
    }

    /// <summary>
    /// Until when the answer counts that the code itself asks for. Code that a person agreed to has that once more, however often it asks: what was approved
    /// once does not live for as long as somebody answers.
    /// </summary>
    private DateTimeOffset ExpiryOf(MessageState state, Call? call)
    {
        var expires = time.GetUtcNow() + TimeToAnswer(call);
        return state.Trip?.Resumed is { Stage: ApprovalStage.Approved } former && former.Expires < expires ? former.Expires : expires;
    }

    /// <summary>How long an answer may take. As with rules, a name binds in every case; the shortest counts.</summary>
    public TimeSpan TimeToAnswer(Call? call)
    {
        var ofTool = call is { Kind: PrimitiveKind.Tool } ? options.Value.ToolsNamed(call.Name).Min(tool => tool.Approval.TimeoutSeconds) : null;
        return TimeSpan.FromSeconds(ofTool ?? options.Value.Approvals.TimeoutSeconds ?? ApprovalOptions.MostSeconds);
    }

    /// <summary>How many calls of a caller may wait.</summary>
    public int MostSuspended(Caller caller) => limits.Of(caller).SuspendedCalls;

    /// <summary>The request whose code waits, if it is code that waits, and not a client that will call again.</summary>
    private static MessageState? ParkedBy(MessageState state)
    {
        var first = state.Trip?.Parked ?? state;
        return first is { IsEntered: true, IsLeft: false, Trip: null or { HasThrown: false } } ? first : null;
    }
}

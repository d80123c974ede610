using McpSecure.Audit;
using McpSecure.Calls;
using McpSecure.Limits;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>What the slots tell each other about one message. Travels in its <c>Items</c>.</summary>
internal sealed class MessageState(AuditRecord record, JsonRpcRequest? request)
{
    private const string Key = "McpSecure";

    private const int Returned = 1;
    private const int Late = 2;

    private CallClock? _clock;
    private Call? _call;
    private int _answeredBy;
    private int _run;
    private bool _isCounted;
    private bool _isAlternate;

    /// <summary>Gets or sets the record that what happens is put on. Code that was waiting goes on under the record of the request that brought the answer.</summary>
    public AuditRecord Record { get; set; } = record;

    /// <summary>Gets the request as the client sent it.</summary>
    public JsonRpcRequest? Request { get; } = request;

    /// <summary>Gets or sets what is known if the call waits for an answer, or goes on with one.</summary>
    public RoundTrip? Trip { get; set; }

    public Caller Caller { get; set; } = Caller.Anonymous;

    /// <summary>Gets what counts how often the caller is refused.</summary>
    public RefusalBreaker? Breaker { get; init; }

    /// <summary>Gets the call that the guards let pass.</summary>
    public Call? Call => Volatile.Read(ref _call);

    /// <summary>Gets or sets the time that the code has.</summary>
    public RunningClock Clock
    {
        get => new(_clock, _run);
        set => (_clock, _run) = (value.Clock, value.Run);
    }

    /// <summary>Gets or sets the tool that ran, or is about to.</summary>
    public IMcpServerPrimitive? Running { get; set; }

    /// <summary>Gets or sets the arguments object that the application's filters got.</summary>
    public GuardedArguments? Arguments { get; set; }

    /// <summary>Gets or sets the error that the outgoing slot will send in place of the answer.</summary>
    /// <remarks>
    /// Not thrown: the SDK would log a stack trace at Error, with the name that the client chose, for every refusal, and an exception costs
    /// more than a call.
    /// </remarks>
    public RefusalError? Error { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer will list tasks.</summary>
    public bool IsTaskList { get; set; }

    /// <summary>Gets or sets a value indicating whether the request reached an outermost request slot.</summary>
    public bool IsEntered { get; set; }

    /// <summary>Gets a value indicating whether it came back out of it.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>Gets or sets a value indicating whether it came back with something else than a result of the tool.</summary>
    public bool IsAlternate
    {
        get => Volatile.Read(ref _isAlternate);
        set
        {
            Volatile.Write(ref _isAlternate, value);
            Interlocked.MemoryBarrier(); // whoever looks for the end of the code next sees it, or the code sees this
        }
    }

    /// <summary>Gets a value indicating whether the answer may be one that asks for something.</summary>
    public bool MayAsk => Request is { Method: var method } && Methods.Resumable.Contains(method) && (!IsLeft || IsAlternate || Trip is not null);

    /// <summary>Gets or sets a value indicating whether it reached the slot next to the author's code.</summary>
    public bool IsReached { get; set; }

    /// <summary>Gets a value indicating whether the request was answered in place of the code that still runs: what comes back is dropped.</summary>
    public bool IsAnswered => Volatile.Read(ref _answeredBy) == Late;

    /// <summary>Takes note of the call that the guards let pass now. The one before gives back what it has taken, unless it has begun.</summary>
    public void Pass(Call? call) => Interlocked.Exchange(ref _call, call)?.Drop();

    /// <summary>The request came back out of the outermost slot.</summary>
    public void Leave()
    {
        IsLeft = true;
        TryReturn();
    }

    /// <summary>What came back, or was thrown, is the answer.</summary>
    /// <returns><see langword="false"/> if the request was answered in its place: it has one answer, whoever comes first.</returns>
    public bool TryReturn() => Interlocked.CompareExchange(ref _answeredBy, Returned, 0) != Late;

    /// <summary>The request is answered in place of the code that still runs.</summary>
    /// <returns><see langword="false"/> if it has its answer.</returns>
    public bool TryAnswerLate() => Interlocked.CompareExchange(ref _answeredBy, Late, 0) == 0;

    /// <summary>How the message ends if it does so now, and nothing is thrown out of it.</summary>
    public CallOutcome Ending(JsonRpcMessage message) => message switch
    {
        JsonRpcRequest { Method: var method } when Methods.Guarded.Contains(method) => (Trip?.Parked ?? this) switch
        {
            { IsEntered: false } => CallOutcome.Bypassed,
            { IsLeft: false } => CallOutcome.Suspended,
            _ => Record.Outcome,
        },
        _ => CallOutcome.Completed,
    };

    /// <summary>Puts on record that the code ran and its result did not leave.</summary>
    public void Withheld(string guard, Refusal refusal)
    {
        Record.Withheld(guard, refusal);
        Count(refusal);
    }

    /// <summary>Puts a refusal on record, and counts it.</summary>
    public void Refused(string guard, Refusal refusal, Exception? exception = null)
    {
        Record.Refused(guard, refusal, exception);
        Count(refusal);
    }

    /// <summary>Counts a refusal that is on record. A message counts once, however many guards it was shown to.</summary>
    public void Count(Refusal refusal)
    {
        if (!_isCounted)
        {
            _isCounted = true;
            Breaker?.Count(Caller, refusal.Code);
        }
    }

    private IMcpServerPrimitive? PassedPrimitive => Call?.Facts.Primitive;

    /// <summary>Whether what will run is still what the guards looked at.</summary>
    public bool IsStill(Target target) =>
        ReferenceEquals(target.Primitive, PassedPrimitive)
        && string.Equals(target.Name, RequestedName, StringComparison.Ordinal)
        && ReferenceEquals(target.Arguments, Arguments)
        && Arguments is not { IsChanged: true };

    /// <summary>Gets the name that the client sent. An answer never says what a filter made of it.</summary>
    public string? RequestedName => Call is ResourceCall resource ? resource.Uri : Call?.Name;

    /// <summary>The name under which the guards saw a primitive, or its own if they saw another.</summary>
    public string? NameOf(IMcpServerPrimitive? primitive, string? ownName) =>
        primitive is not null && ReferenceEquals(primitive, PassedPrimitive) ? RequestedName : ownName;

    /// <summary>The state of the request that a response answers, if there is one.</summary>
    public static MessageState? Find(JsonRpcMessage message) =>
        message.Context?.Items is { } items && items.TryGetValue(Key, out var value) ? value as MessageState : null;

    public static MessageState Attach(MessageContext context, AuditRecord record, RefusalBreaker? breaker = null)
    {
        var state = new MessageState(record, context.JsonRpcMessage as JsonRpcRequest) { Breaker = breaker };
        context.Items[Key] = state;
        return state;
    }

    /// <summary>The state of the message that a request came in.</summary>
    /// <exception cref="InvalidOperationException">The incoming slot did not run: somebody removed it. The request is refused.</exception>
    public static MessageState Of(MessageContext context) =>
        context.Items.TryGetValue(Key, out var value) && value is MessageState state
            ? state
            : throw new InvalidOperationException("McpSecure did not see this message come in: its message filter was removed from the options.");
}

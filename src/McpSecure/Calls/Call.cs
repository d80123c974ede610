using System.Text.Json;

namespace McpSecure.Calls;

/// <summary>One request for a primitive on its way through the guards.</summary>
internal class Call(PrimitiveKind kind, string name, Caller caller, PrimitiveFacts facts)
{
    private const byte Checked = 0;
    private const byte Running = 1;
    private const byte Paused = 2;
    private const byte Ended = 3;

    /// <summary>A guard asks, and has nothing of its own to say.</summary>
    private static readonly Refusal Ask = new(RefusalCode.ApprovalRequired, string.Empty);

    // Fields of their own, side by side: there is one of these for each request, and its bytes are counted.
    private IPermits? _first;
    private IPermits? _second;
    private Refusal? _asks;
    private int _firstPlace;
    private int _secondPlace;
    private byte _stage;

    public PrimitiveKind Kind { get; } = kind;

    /// <summary>Gets the name of the tool or prompt, the URI of the resource, or the URI template.</summary>
    public string Name { get; } = name;

    public Caller Caller { get; } = caller;

    public PrimitiveFacts Facts { get; } = facts;

    /// <summary>Gets the arguments, where the kind has any.</summary>
    public IDictionary<string, JsonElement>? Arguments { get; init; }

    /// <summary>
    /// Gets a value indicating whether anything here can answer to the name. If nothing can, a grant of all the rest must not make it look
    /// different from a name that is hidden.
    /// </summary>
    public bool IsServed { get; init; } = true;

    /// <summary>Gets or sets what the policy said, once a guard has asked it.</summary>
    public AccessExplanation Decision { get; set; }

    /// <summary>Gets a value indicating whether a guard wants a person to agree. Set once, never withdrawn.</summary>
    public bool NeedsApproval => _asks is not null;

    /// <summary>Gets the answer where nobody can be asked, if a guard had one of its own. The first one counts.</summary>
    public Refusal? Unasked => ReferenceEquals(_asks, Ask) ? null : _asks;

    public void AskPerson(Refusal? unasked = null) => _asks = Unasked ?? unasked ?? Ask;

    /// <summary>The same call, for the guards to look at again: as made by a caller who may be in other roles by now.</summary>
    public virtual Call For(Caller caller) => new(Kind, Name, caller, Facts) { Arguments = Arguments, IsServed = IsServed };

    /// <summary>Takes note of a place that the call has taken, to be given back by <see cref="Release"/>. Two at most.</summary>
    public void Hold(IPermits permits, int place)
    {
        (_second, _secondPlace) = (_first, _firstPlace);
        (_first, _firstPlace) = (permits, place);
    }

    /// <summary>The work begins. Whoever begins it has to <see cref="Release"/> the call when it has ended.</summary>
    /// <returns><see langword="false"/> if it has begun already, or will not any more: what a call has taken is for one run of the code.</returns>
    public bool TryBegin() => Interlocked.CompareExchange(ref _stage, Running, Checked) == Checked && (IsBegun = true);

    /// <summary>Gets a value indicating whether the work has begun, and maybe ended.</summary>
    public bool IsBegun { get; private set; }

    /// <summary>Gets a value indicating whether the work has ended, or will not begin.</summary>
    public bool IsOver => Volatile.Read(ref _stage) == Ended;

    /// <summary>The work has ended: gives back what the call has taken. Once, however often it is called, and from whatever thread.</summary>
    public void Release()
    {
        if (Interlocked.Exchange(ref _stage, Ended) is Checked or Running)
        {
            GiveBack();
        }
    }

    /// <summary>The work will not begin: gives back what the call has taken, unless it has begun.</summary>
    public void Drop()
    {
        if (Interlocked.CompareExchange(ref _stage, Ended, Checked) == Checked)
        {
            GiveBack();
        }
    }

    /// <summary>The work waits for somebody, and will go on: gives back what the call has taken until then. What has not begun is checked anew when it does.</summary>
    public void Pause()
    {
        if (Interlocked.CompareExchange(ref _stage, Paused, Running) == Running)
        {
            GiveBack();
        }
        else
        {
            Drop();
        }
    }

    /// <summary>The work goes on, in the place that another call has taken for it.</summary>
    public void GoOn(Call other)
    {
        (_first, _firstPlace, _second, _secondPlace) = (other._first, other._firstPlace, other._second, other._secondPlace);
        Volatile.Write(ref other._stage, Ended);
        if (Interlocked.CompareExchange(ref _stage, Running, Paused) != Paused)
        {
            GiveBack(); // it has ended while it waited
        }
    }

    private void GiveBack()
    {
        _first?.Release(_firstPlace);
        _second?.Release(_secondPlace);
    }
}

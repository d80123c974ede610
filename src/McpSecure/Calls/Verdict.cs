namespace McpSecure.Calls;

/// <summary>What a guard decided. <see langword="default"/> refuses: a guard that forgot to decide has decided.</summary>
internal readonly record struct Verdict
{
    private Verdict(VerdictKind kind, Refusal? refusal = null)
    {
        Kind = kind;
        Refusal = refusal;
    }

    /// <summary>Gets the verdict that has no objection.</summary>
    public static Verdict Continue { get; } = new(VerdictKind.Continue);

    /// <summary>Gets the verdict that has no objection if a person agrees. It cannot be withdrawn by a later guard.</summary>
    public static Verdict Ask { get; } = new(VerdictKind.Ask);

    public VerdictKind Kind { get; }

    /// <summary>Gets why, for a refusal that says so; for what needs a person, the answer where nobody can be asked.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Has no objection if a person agrees, and knows what to say if nobody can be asked.</summary>
    public static Verdict AskOr(Refusal refusal) => new(VerdictKind.Ask, refusal);

    public static Verdict Refuse(Refusal refusal) => new(VerdictKind.Refuse, refusal);
}

using McpSecure.Calls;

namespace McpSecure.Pipeline;

/// <summary>What came of asking a person. <see langword="default"/> refuses.</summary>
internal readonly record struct Exchange
{
    private Exchange(bool isApproved, bool hasWaited, Refusal? refusal = null)
    {
        IsApproved = isApproved;
        HasWaited = hasWaited;
        Refusal = refusal;
    }

    public static Exchange Approved { get; } = new(isApproved: true, hasWaited: false);

    /// <summary>Gets the approval that somebody waited for: the guards have to look again.</summary>
    public static Exchange ApprovedLater { get; } = new(isApproved: true, hasWaited: true);

    public bool IsApproved { get; }

    public bool HasWaited { get; }

    public Refusal? Refusal { get; }

    public static Exchange Refused(Refusal refusal) => new(isApproved: false, hasWaited: false, refusal);
}

using McpSecure.Calls;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>What came of asking a person. <see langword="default"/> refuses.</summary>
internal readonly record struct Exchange
{
    private Exchange(bool isApproved, bool hasWaited, Refusal? refusal = null, InputRequest? asks = null)
    {
        IsApproved = isApproved;
        HasWaited = hasWaited;
        Refusal = refusal;
        Asks = asks;
    }

    public static Exchange Approved { get; } = new(isApproved: true, hasWaited: false);

    /// <summary>Gets the approval that somebody waited for: the guards have to look again.</summary>
    public static Exchange ApprovedLater { get; } = new(isApproved: true, hasWaited: true);

    public bool IsApproved { get; }

    public bool HasWaited { get; }

    public Refusal? Refusal { get; }

    /// <summary>Gets the question that the answer to this request is to ask. Not an exception: code of the author's throws those as well.</summary>
    public InputRequest? Asks { get; }

    public static Exchange Asking(InputRequest question) => new(isApproved: false, hasWaited: false, asks: question);

    public static Exchange Refused(Refusal refusal) => new(isApproved: false, hasWaited: false, refusal);
}

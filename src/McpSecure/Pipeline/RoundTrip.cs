using System.Security.Cryptography;
using System.Text.Json.Nodes;
using McpSecure.RoundTrips;

namespace McpSecure.Pipeline;

/// <summary>What is known of a call that waits for an answer, or goes on with one. Most calls have none of it.</summary>
internal sealed class RoundTrip
{
    /// <summary>Gets what the client brought back, opened and found to belong to this request.</summary>
    public Envelope? Resumed { get; init; }

    /// <summary>Gets what the client answers to the question whether the call may run.</summary>
    public JsonNode? Answer { get; init; }

    /// <summary>Gets or sets a value indicating whether what was brought back is used, and can be used no more.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Gets or sets the question that leaves with the answer to this request.</summary>
    public Question? Asked { get; set; }

    /// <summary>Gets or sets a value indicating whether the code ended by asking for something, so that nothing of it waits.</summary>
    public bool HasThrown { get; set; }

    /// <summary>Gets or sets what the SDK knows the code of this request by, which waits for somebody, or has waited.</summary>
    public string? ParkedAs { get; set; }

    /// <summary>Gets or sets the request whose code waits for the answer that this one brings.</summary>
    public MessageState? Parked { get; set; }

    /// <summary>Gets what a person has agreed to.</summary>
    public Approval? Approved { get; private set; }

    public void Approve(Approval approval) => Approved = approval;

    /// <summary>Whether a person has agreed to this call, in all its parts.</summary>
    public bool IsApproved(ReadOnlySpan<byte> call) => Approved is { } approved && CryptographicOperations.FixedTimeEquals(approved.Call, call);
}

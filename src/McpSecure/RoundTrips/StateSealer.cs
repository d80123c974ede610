using System.Buffers.Text;

namespace McpSecure.RoundTrips;

/// <summary>Makes an envelope the text that a client carries, and the other way round.</summary>
internal sealed class StateSealer(IStateProtector protector, TimeProvider time)
{
    /// <summary>A state that this server would not make.</summary>
    private const int MaximumLength = 4 * 1024 * 1024;

    public string Seal(Envelope envelope) => Base64Url.EncodeToString(protector.Protect(envelope.ToBytes()));

    /// <summary>Opens a state.</summary>
    /// <returns><see langword="null"/> if it was not sealed here, was changed, or has expired.</returns>
    public Envelope? Open(string state)
    {
        if (state.Length > MaximumLength || !Base64Url.IsValid(state))
        {
            return null;
        }

        try
        {
            return protector.TryUnprotect(Base64Url.DecodeFromChars(state), out var bytes)
                && Envelope.Of(bytes) is { } envelope
                && envelope.Expires > time.GetUtcNow()
                ? envelope
                : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A protector of the application's own may throw at what an attacker made up.
            return null;
        }
    }
}

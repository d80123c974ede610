using System.Buffers.Text;

namespace McpSecure.RoundTrips;

/// <summary>Makes an envelope the text that a client carries, and the other way round.</summary>
internal sealed class StateSealer(IStateProtector protector, TimeProvider time)
{
    /// <summary>A state that this server would not make. A line of a client holds no more either, unless it is set to.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    /// <summary>Seals an envelope.</summary>
    /// <returns><see langword="null"/> if the state would be longer than what <see cref="Open"/> takes.</returns>
    public string? Seal(Envelope envelope)
    {
        var bytes = protector.Protect(envelope.ToBytes());
        return Base64Url.GetEncodedLength(bytes.Length) <= MaximumLength ? Base64Url.EncodeToString(bytes) : null;
    }

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

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace McpSecure.RoundTrips;

/// <summary>Keys of this process alone, a new one each day. What the one before sealed is opened for one more day, which no state outlives.</summary>
internal sealed class KeyRing(TimeProvider time) : IStateProtector
{
    private static readonly TimeSpan Period = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private Ring _ring = new([NewKey()], time.GetTimestamp());

    public byte[] Protect(ReadOnlySpan<byte> state) => Current().Protector.Protect(state);

    public bool TryUnprotect(ReadOnlySpan<byte> protectedState, [NotNullWhen(true)] out byte[]? state) =>
        Current().Protector.TryUnprotect(protectedState, out state);

    private Ring Current()
    {
        var ring = Volatile.Read(ref _ring);
        if (time.GetElapsedTime(ring.Since) < Period)
        {
            return ring;
        }

        lock (_lock)
        {
            if (time.GetElapsedTime(_ring.Since) >= Period)
            {
                Volatile.Write(ref _ring, new Ring([NewKey(), _ring.Keys[0]], time.GetTimestamp()));
            }

            return _ring;
        }
    }

    private static byte[] NewKey() => RandomNumberGenerator.GetBytes(AesGcmStateProtector.MinimumKeyBytes);

    private sealed class Ring(byte[][] keys, long since)
    {
        public byte[][] Keys { get; } = keys;

        public long Since { get; } = since;

        public AesGcmStateProtector Protector { get; } = new(keys);
    }
}

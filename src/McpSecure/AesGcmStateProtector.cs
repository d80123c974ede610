using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace McpSecure;

/// <summary>Seals with AES-256-GCM, under keys that several processes share.</summary>
/// <remarks>
/// To replace a key: add the new one behind the old one everywhere, then move it to the front everywhere, then, when the longest approval time has passed,
/// take the old one away. One key seals at most 4,294,967,296 states safely (NIST SP 800-38D, random nonces). Immutable and thread-safe.
/// </remarks>
public sealed class AesGcmStateProtector : IStateProtector
{
    /// <summary>The smallest number of bytes of a key.</summary>
    public const int MinimumKeyBytes = 32;

    private const byte Version = 1;
    private const int IdBytes = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + IdBytes;

    private readonly Key[] _keys;

    /// <summary>Initializes a new instance of the <see cref="AesGcmStateProtector"/> class.</summary>
    /// <param name="keys">The keys: random bytes, from <see cref="RandomNumberGenerator"/> for example. The first one seals, each of them opens.</param>
    /// <exception cref="ArgumentException">There is none, or one has fewer than <see cref="MinimumKeyBytes"/> bytes.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="keys"/> is <see langword="null"/>.</exception>
    public AesGcmStateProtector(IReadOnlyList<byte[]> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0 || keys.Any(key => key is null || key.Length < MinimumKeyBytes))
        {
            throw new ArgumentException($"At least one key is needed, and each needs at least {MinimumKeyBytes} random bytes.", nameof(keys));
        }

        _keys = [.. keys.Select(Key.Of)];
    }

    /// <inheritdoc/>
    public byte[] Protect(ReadOnlySpan<byte> state)
    {
        var key = _keys[0];
        var sealedState = new byte[HeaderBytes + NonceBytes + state.Length + TagBytes];
        var header = sealedState.AsSpan(0, HeaderBytes);
        header[0] = Version;
        BinaryPrimitives.WriteUInt64BigEndian(header[1..], key.Id);
        var nonce = sealedState.AsSpan(HeaderBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key.Secret, TagBytes);
        cipher.Encrypt(nonce, state, sealedState.AsSpan(HeaderBytes + NonceBytes, state.Length), sealedState.AsSpan(^TagBytes..), header);
        return sealedState;
    }

    /// <inheritdoc/>
    public bool TryUnprotect(ReadOnlySpan<byte> protectedState, [NotNullWhen(true)] out byte[]? state)
    {
        state = null;
        if (protectedState.Length < HeaderBytes + NonceBytes + TagBytes || protectedState[0] != Version)
        {
            return false;
        }

        var id = BinaryPrimitives.ReadUInt64BigEndian(protectedState[1..HeaderBytes]);
        var key = Array.Find(_keys, candidate => candidate.Id == id);
        if (key.Secret is null)
        {
            return false;
        }

        var opened = new byte[protectedState.Length - HeaderBytes - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key.Secret, TagBytes);
        try
        {
            cipher.Decrypt(
                protectedState.Slice(HeaderBytes, NonceBytes),
                protectedState[(HeaderBytes + NonceBytes)..^TagBytes],
                protectedState[^TagBytes..],
                opened,
                protectedState[..HeaderBytes]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        state = opened;
        return true;
    }

    private readonly record struct Key(ulong Id, byte[] Secret)
    {
        // Derived: the same bytes may serve somewhere else, and the id must tell nothing of them.
        public static Key Of(byte[] key) => new(
            BinaryPrimitives.ReadUInt64BigEndian(Derive(key, IdBytes, "McpSecure state key id"u8)), Derive(key, MinimumKeyBytes, "McpSecure state key"u8));

        private static byte[] Derive(byte[] key, int length, ReadOnlySpan<byte> purpose)
        {
            var derived = new byte[length];
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt: default, purpose);
            return derived;
        }
    }
}

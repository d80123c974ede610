using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace McpSecure.Alerts;

/// <summary>A hash that nobody can foresee who does not know the key: SipHash-1-3 (Aumasson and Bernstein), 64 bits, with a random key.</summary>
internal sealed class KeyedHash(ulong key0, ulong key1)
{
    public KeyedHash()
        : this(Random(), Random())
    {
    }

    /// <summary>The hash of a caller: of what <see cref="Caller.Key"/> is made from. Never 0.</summary>
    public ulong Of(Caller caller)
    {
        var state = new State(key0, key1);
        Add(ref state, caller.Issuer);
        Add(ref state, caller.Subject);
        Add(ref state, caller.Client);
        var hash = state.Finish();
        return hash == 0 ? 1 : hash;
    }

    /// <summary>The hash of bytes, such as the text of a value.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="tweak">Tells apart the same bytes in different places.</param>
    public ulong Of(ReadOnlySpan<byte> bytes, ulong tweak = 0)
    {
        var state = new State(key0 ^ tweak, key1);
        return state.FinishWith(bytes, (ulong)bytes.Length);
    }

    /// <summary>Each part with its length before it, so that none can pass for two; one that is missing is no empty one.</summary>
    private static void Add(ref State state, string? part)
    {
        if (part is null)
        {
            state.Compress(ulong.MaxValue);
            return;
        }

        state.Compress((ulong)part.Length);
        state.AddPadded(MemoryMarshal.AsBytes(part.AsSpan()));
    }

    private static ulong Random()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    [StructLayout(LayoutKind.Auto)]
    private ref struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = key0 ^ 0x736f6d6570736575;
        private ulong _v1 = key1 ^ 0x646f72616e646f6d;
        private ulong _v2 = key0 ^ 0x6c7967656e657261;
        private ulong _v3 = key1 ^ 0x7465646279746573;

        public void Compress(ulong word)
        {
            _v3 ^= word;
            Round();
            _v0 ^= word;
        }

        public void AddPadded(ReadOnlySpan<byte> bytes)
        {
            bytes = AddWords(bytes);
            if (!bytes.IsEmpty)
            {
                Compress(Tail(bytes));
            }
        }

        public ulong FinishWith(ReadOnlySpan<byte> bytes, ulong length)
        {
            var rest = AddWords(bytes);
            Compress((length << 56) | Tail(rest));
            return Finish();
        }

        public ulong Finish()
        {
            _v2 ^= 0xff;
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private static ulong Tail(ReadOnlySpan<byte> bytes)
        {
            var tail = 0UL;
            for (var index = 0; index < bytes.Length; index++)
            {
                tail |= (ulong)bytes[index] << (8 * index);
            }

            return tail;
        }

        private ReadOnlySpan<byte> AddWords(ReadOnlySpan<byte> bytes)
        {
            while (bytes.Length >= sizeof(ulong))
            {
                Compress(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                bytes = bytes[sizeof(ulong)..];
            }

            return bytes;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}

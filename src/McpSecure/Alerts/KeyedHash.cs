using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace McpSecure.Alerts;

/// <summary>A hash that nobody can foresee who does not know the key: SipHash-1-3 (Aumasson and Bernstein), 64 bits, with a random key.</summary>
internal sealed class KeyedHash(ulong key0, ulong key1)
{
    private const int Buffer = 512;
    private const int Word = sizeof(ulong);

    public KeyedHash()
        : this(Random(), Random())
    {
    }

    /// <summary>The hash of the person that a caller is, whichever client he uses: of what <see cref="Caller.Person"/> is made from. Never 0.</summary>
    [SkipLocalsInit]
    public ulong Of(Caller caller)
    {
        Span<byte> buffer = stackalloc byte[Buffer];
        var length = Add(buffer, 0, caller.Issuer);
        length = Add(buffer, length, caller.Subject);
        var hash = Of(buffer[..length]);
        return hash == 0 ? 1 : hash;
    }

    /// <summary>The hash of bytes, such as the text of a value.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="tweak">Tells apart the same bytes in different places.</param>
    public ulong Of(ReadOnlySpan<byte> bytes, ulong tweak = 0)
    {
        // Locals: the state stays in registers.
        var v0 = key0 ^ tweak ^ 0x736f6d6570736575;
        var v1 = key1 ^ 0x646f72616e646f6d;
        var v2 = key0 ^ tweak ^ 0x6c7967656e657261;
        var v3 = key1 ^ 0x7465646279746573;
        var last = (ulong)bytes.Length << 56;
        while (bytes.Length >= Word)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            bytes = bytes[Word..];
        }

        for (var index = 0; index < bytes.Length; index++)
        {
            last |= (ulong)bytes[index] << (8 * index);
        }

        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /// <summary>
    /// Each part with its length before it, so that none can pass for two; one that is missing is no empty one. One that is too long for the buffer, which each
    /// part has a half of, stands there as its hash.
    /// </summary>
    private int Add(Span<byte> buffer, int length, string? part)
    {
        if (part is null)
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer[length..], -1);
            return length + sizeof(int);
        }

        var bytes = MemoryMarshal.AsBytes(part.AsSpan());
        BinaryPrimitives.WriteInt32LittleEndian(buffer[length..], part.Length);
        length += sizeof(int);
        if (bytes.Length > (Buffer / 2) - sizeof(int))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(buffer[length..], Of(bytes));
            return length + Word;
        }

        bytes.CopyTo(buffer[length..]);
        return length + bytes.Length;
    }

    private static ulong Random()
    {
        Span<byte> bytes = stackalloc byte[Word];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}

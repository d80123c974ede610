using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace McpSecure.Schemas.Values;

/// <summary>What tells most names apart at a glance: their length, how they begin and how they end.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct NameKey
{
    /// <summary>Names up to this length are equal if their keys are.</summary>
    public const int WholeLength = 16;

    public readonly ulong Head;
    public readonly ulong Tail;
    public readonly int Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NameKey(ReadOnlySpan<byte> name)
    {
        Length = name.Length;
        if (name.Length >= sizeof(ulong))
        {
            Head = BinaryPrimitives.ReadUInt64LittleEndian(name);
            Tail = BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]);
        }
        else if (name.Length >= sizeof(uint))
        {
            Head = BinaryPrimitives.ReadUInt32LittleEndian(name);
            Tail = BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]);
        }
        else if (name.Length > 0)
        {
            Head = (uint)(name[0] | (name[name.Length >> 1] << 8) | (name[^1] << 16));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(ulong multiplier) => (Head ^ BitOperations.RotateLeft(Tail, 29) ^ ((ulong)Length * 0x9E3779B97F4A7C15UL)) * multiplier;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsSameAs(in NameKey other) => Head == other.Head && Tail == other.Tail && Length == other.Length;
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace McpSecure.Schemas.Values;

/// <summary>Finds the place of a name among names known beforehand. Names that look alike share a chain.</summary>
internal sealed class NameTable
{
    private static readonly ulong[] Multipliers = [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xFF51AFD7ED558CCD, 0xA0761D6478BD642F];

    // What takes longer to go through than all of a name to hash.
    private const int LongestChain = 8;

    private readonly Entry[] _entries;
    private readonly int[] _chains;
    private readonly ulong _multiplier;
    private readonly int _shift;

    // Where long names are made to look alike, all of each counts.
    private readonly bool _hashesWhole;

    public NameTable(byte[][] names)
    {
        var bits = Math.Max(1, BitOperations.Log2((uint)Math.Max(1, (names.Length * 2) - 1)) + 1);
        _shift = 64 - bits;
        _multiplier = BestMultiplier(names, bits);
        _chains = new int[1 << bits];
        _entries = new Entry[names.Length];
        if (!TryFill(names))
        {
            _hashesWhole = true;
            TryFill(names);
        }
    }

    /// <summary>The place of the name, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> name)
    {
        var key = new NameKey(name);
        var index = _chains[HashOf(key, name) >> _shift];
        while (index >= 0)
        {
            ref readonly var entry = ref _entries[index];
            if (entry.Key.IsSameAs(key) && (name.Length <= NameKey.WholeLength || name.SequenceEqual(entry.Name)))
            {
                return index;
            }

            index = entry.Next;
        }

        return -1;
    }

    private bool TryFill(byte[][] names)
    {
        var lengths = new int[_chains.Length];
        Array.Fill(_chains, -1);
        for (var index = 0; index < names.Length; index++)
        {
            var key = new NameKey(names[index]);
            var place = HashOf(key, names[index]) >> _shift;
            _entries[index] = new Entry(key, _chains[place], names[index]);
            _chains[place] = index;
            if (++lengths[place] > LongestChain && !_hashesWhole)
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong HashOf(in NameKey key, ReadOnlySpan<byte> name) => _hashesWhole ? HashOfWhole(name) : key.Hash(_multiplier);

    // Seeded anew in each process, so that nobody can name what collides.
    private static ulong HashOfWhole(ReadOnlySpan<byte> name)
    {
        var hash = default(HashCode);
        hash.AddBytes(name);
        return (ulong)(uint)hash.ToHashCode() << 32;
    }

    private static ulong BestMultiplier(byte[][] names, int bits)
    {
        var (best, fewest) = (Multipliers[0], int.MaxValue);
        var taken = new bool[1 << bits];
        foreach (var multiplier in Multipliers)
        {
            Array.Clear(taken);
            var collisions = 0;
            foreach (var name in names)
            {
                ref var place = ref taken[new NameKey(name).Hash(multiplier) >> (64 - bits)];
                collisions += place ? 1 : 0;
                place = true;
            }

            if (collisions < fewest)
            {
                (best, fewest) = (multiplier, collisions);
            }

            if (fewest == 0)
            {
                break;
            }
        }

        return best;
    }

    private readonly struct Entry(NameKey key, int next, byte[] name)
    {
        public readonly NameKey Key = key;
        public readonly int Next = next;
        public readonly byte[] Name = name;
    }
}

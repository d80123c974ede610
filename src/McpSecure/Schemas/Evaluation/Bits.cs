using System.Numerics;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Sets of small numbers: members seen, items evaluated. An empty span is a set that nobody wants.</summary>
internal static class Bits
{
    /// <summary>Up to how many words live on the stack.</summary>
    public const int OnStack = 4;

    private const int PerWord = 64;

    public static int Words(int count) => (count + PerWord - 1) / PerWord;

    public static void Add(Span<ulong> set, int index)
    {
        if (!set.IsEmpty)
        {
            set[index / PerWord] |= 1UL << (index % PerWord);
        }
    }

    /// <summary>Adds a number; <see langword="false"/> if it was there.</summary>
    public static bool TryAdd(Span<ulong> set, int index)
    {
        ref var word = ref set[index / PerWord];
        var bit = 1UL << (index % PerWord);
        var isNew = (word & bit) == 0;
        word |= bit;
        return isNew;
    }

    public static bool Has(ReadOnlySpan<ulong> set, int index) => (set[index / PerWord] & (1UL << (index % PerWord))) != 0;

    public static bool HasAll(ReadOnlySpan<ulong> set, ReadOnlySpan<ulong> wanted)
    {
        for (var index = 0; index < wanted.Length; index++)
        {
            if ((set[index] & wanted[index]) != wanted[index])
            {
                return false;
            }
        }

        return true;
    }

    public static void AddAll(Span<ulong> set, ReadOnlySpan<ulong> added)
    {
        for (var index = 0; index < set.Length; index++)
        {
            set[index] |= added[index];
        }
    }

    public static void AddUpTo(Span<ulong> set, int count)
    {
        if (!set.IsEmpty)
        {
            set[..(count / PerWord)].Fill(ulong.MaxValue);
        }

        for (var index = count / PerWord * PerWord; index < count; index++)
        {
            Add(set, index);
        }
    }

    public static int Count(ReadOnlySpan<ulong> set)
    {
        var count = 0;
        foreach (var word in set)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }
}

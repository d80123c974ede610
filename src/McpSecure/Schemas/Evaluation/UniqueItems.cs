using System.Buffers;
using System.Numerics;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>Whether no two items of an array are equal, in time that grows with its length alone.</summary>
internal static class UniqueItems
{
    private const int OnStack = 64;

    /// <summary>A run out of budget says no.</summary>
    public static bool AreUnique(JsonElement array, ref Run run)
    {
        var length = array.GetArrayLength();
        if (length < 2)
        {
            return true;
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)length * 2);
        if (!run.Pay(length))
        {
            return false;
        }

        if (size <= OnStack)
        {
            return AreUnique(array, stackalloc long[OnStack], ref run);
        }

        var rented = ArrayPool<long>.Shared.Rent(size);
        var table = rented.AsSpan(0, size);
        table.Clear();
        var unique = AreUnique(array, table, ref run);
        ArrayPool<long>.Shared.Return(rented);
        return unique;
    }

    private static bool AreUnique(JsonElement array, Span<long> table, ref Run run)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            // Never 0, which is an empty place.
            var hash = ValueHash.Of(item, ref run) | 1;
            var place = (int)((ulong)hash >> 1) & (table.Length - 1);
            while (table[place] != 0)
            {
                if (run.IsExhausted || (table[place] == hash && IsAmongFirst(array, index, item, ref run)))
                {
                    return false;
                }

                place = (place + 1) & (table.Length - 1);
            }

            table[place] = hash;
            index++;
        }

        return !run.IsExhausted;
    }

    private static bool IsAmongFirst(JsonElement array, int count, JsonElement item, ref Run run)
    {
        foreach (var earlier in array.EnumerateArray())
        {
            if (count-- == 0)
            {
                break;
            }

            if (!run.Pay() || ValueEquality.AreEqual(earlier, item, ref run))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Values;

/// <summary>
/// Finds objects that have a name twice. Parsers disagree on which of the two counts, so that what was validated need not be what is used.
/// </summary>
internal static class DuplicateNames
{
    private const int OnStack = 64;

    // Nobody can send names that collide.
    private static readonly ulong Seed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    /// <summary>Whether there are none, however deep. A run out of budget says no.</summary>
    public static bool AreAbsent(JsonElement value, ref Run run)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return true;
        }

        if (!run.Enter())
        {
            return false;
        }

        var absent = value.ValueKind == JsonValueKind.Array ? AreAbsentInItems(value, ref run) : AreAbsentInMembers(value, ref run);
        run.Leave();
        return absent;
    }

    /// <summary>Whether the names of an object, not of those inside of it, are different.</summary>
    public static bool AreDifferent(JsonElement value, ref Run run)
    {
        var count = value.GetPropertyCount();
        if (count < 2)
        {
            return true;
        }

        if (!run.Pay(count))
        {
            return false;
        }

        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        if (size <= OnStack)
        {
            return AreDifferent(value, stackalloc uint[OnStack], ref run);
        }

        var rented = ArrayPool<uint>.Shared.Rent(size);
        var table = rented.AsSpan(0, size);
        table.Clear();
        var different = AreDifferent(value, table, ref run);
        ArrayPool<uint>.Shared.Return(rented);
        return different;
    }

    private static bool AreAbsentInItems(JsonElement value, ref Run run)
    {
        if (!run.Pay(value.GetArrayLength()))
        {
            return false;
        }

        foreach (var item in value.EnumerateArray())
        {
            if (!AreAbsent(item, ref run))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreAbsentInMembers(JsonElement value, ref Run run)
    {
        if (!AreDifferent(value, ref run))
        {
            return false;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!AreAbsent(member.Value, ref run))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreDifferent(JsonElement value, Span<uint> table, ref Run run)
    {
        var index = 0;
        foreach (var member in value.EnumerateObject())
        {
            var hash = HashOf(JsonMarshal.GetRawUtf8PropertyName(member));
            var place = hash & (uint)(table.Length - 1);
            while (table[(int)place] != 0)
            {
                if (table[(int)place] == hash && IsAmongFirst(value, index, member, ref run))
                {
                    return false;
                }

                place = (place + 1) & (uint)(table.Length - 1);
            }

            table[(int)place] = hash;
            index++;
        }

        return true;
    }

    private static bool IsAmongFirst(JsonElement value, int count, JsonProperty member, ref Run run)
    {
        if (!run.Pay(count))
        {
            return true;
        }

        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        foreach (var earlier in value.EnumerateObject())
        {
            if (count-- == 0)
            {
                break;
            }

            if (ValueEquality.AreSameText(JsonMarshal.GetRawUtf8PropertyName(earlier), name))
            {
                return true;
            }
        }

        return false;
    }

    // Never 0, which is an empty place.
    private static uint HashOf(ReadOnlySpan<byte> raw)
    {
        if (JsonText.IsEscaped(raw))
        {
            return HashOfEscaped(raw);
        }

        if (raw.Length <= NameKey.WholeLength)
        {
            return (uint)(new NameKey(raw).Hash(Seed) >> 32) | 1;
        }

        var hash = default(HashCode);
        hash.AddBytes(raw);
        return (uint)hash.ToHashCode() | 1;
    }

    private static uint HashOfEscaped(ReadOnlySpan<byte> raw)
    {
        byte[]? rented = null;
        var buffer = raw.Length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var name = buffer[..JsonText.Unescape(raw, buffer)];
        var hash = default(HashCode);
        hash.AddBytes(name);
        var result = name.Length <= NameKey.WholeLength ? (uint)(new NameKey(name).Hash(Seed) >> 32) : (uint)hash.ToHashCode();
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return result | 1;
    }
}

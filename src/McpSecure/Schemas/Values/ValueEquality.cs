using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Values;

/// <summary>Equality of JSON values as JSON Schema has it. A run out of budget finds nothing equal, and is invalid anyway.</summary>
internal static class ValueEquality
{
    public static bool AreEqual(JsonElement left, JsonElement right, ref Run run)
    {
        if (left.ValueKind != right.ValueKind)
        {
            return false;
        }

        var leftRaw = JsonMarshal.GetRawUtf8Value(left);
        var rightRaw = JsonMarshal.GetRawUtf8Value(right);
        return left.ValueKind switch
        {
            JsonValueKind.String => AreSameText(leftRaw[1..^1], rightRaw[1..^1]),
            JsonValueKind.Number => new JsonNumber(leftRaw).CompareWith(new JsonNumber(rightRaw)) == 0,
            JsonValueKind.Array => run.Enter() && AreArraysEqual(left, right, ref run),
            JsonValueKind.Object => run.Enter() && AreObjectsEqual(left, right, ref run),
            _ => true,
        };
    }

    public static bool AreEqual(Dictionary<string, JsonElement> members, JsonElement value, ref Run run)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != members.Count)
        {
            return false;
        }

        foreach (var (name, member) in members)
        {
            if (!TryFind(value, name, out var other, ref run) || !AreEqual(member, other, ref run))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two strings as they stand in JSON text are the same text.</summary>
    public static bool AreSameText(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!JsonText.IsEscaped(left) && !JsonText.IsEscaped(right))
        {
            return left.SequenceEqual(right);
        }

        var length = left.Length + right.Length;
        byte[]? rented = null;
        var buffer = length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        var first = buffer[..left.Length];
        var second = buffer[left.Length..];
        var same = first[..JsonText.Unescape(left, first)].SequenceEqual(second[..JsonText.Unescape(right, second)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return same;
    }

    private static bool TryFind(JsonElement value, string name, out JsonElement found, ref Run run)
    {
        found = default;
        if (!run.Pay(name.Length))
        {
            return false;
        }

        byte[]? rented = null;
        var length = name.Length * 3;
        var buffer = length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(length);
        found = Find(value, buffer[..JsonText.Encode(name, buffer)], ref run);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return found.ValueKind != JsonValueKind.Undefined;
    }

    private static JsonElement Find(JsonElement value, ReadOnlySpan<byte> name, ref Run run)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (run.Pay() && IsText(JsonMarshal.GetRawUtf8PropertyName(member), name))
            {
                return member.Value;
            }
        }

        return default;
    }

    private static bool IsText(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> text)
    {
        if (!JsonText.IsEscaped(raw))
        {
            return raw.SequenceEqual(text);
        }

        byte[]? rented = null;
        var buffer = raw.Length <= JsonText.OnStack ? stackalloc byte[JsonText.OnStack] : rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        var same = buffer[..JsonText.Unescape(raw, buffer)].SequenceEqual(text);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return same;
    }

    private static bool AreArraysEqual(JsonElement left, JsonElement right, ref Run run)
    {
        var equal = left.GetArrayLength() == right.GetArrayLength();
        var others = right.EnumerateArray();
        foreach (var item in left.EnumerateArray())
        {
            if (!equal)
            {
                break;
            }

            others.MoveNext();
            equal = run.Pay() && AreEqual(item, others.Current, ref run);
        }

        run.Leave();
        return equal;
    }

    private static bool AreObjectsEqual(JsonElement left, JsonElement right, ref Run run)
    {
        var equal = left.GetPropertyCount() == right.GetPropertyCount();
        var others = right.EnumerateObject();
        foreach (var member in left.EnumerateObject())
        {
            if (!equal)
            {
                break;
            }

            // Mostly the order is the same.
            equal = run.Pay() && ((others.MoveNext() && IsSameName(member, others.Current)) || TryFind(right, member, out others, ref run))
                && AreEqual(member.Value, others.Current.Value, ref run);
        }

        run.Leave();
        return equal;
    }

    private static bool TryFind(JsonElement value, JsonProperty member, out JsonElement.ObjectEnumerator place, ref Run run)
    {
        place = value.EnumerateObject();
        while (place.MoveNext() && run.Pay())
        {
            if (IsSameName(member, place.Current))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSameName(JsonProperty left, JsonProperty right) =>
        AreSameText(JsonMarshal.GetRawUtf8PropertyName(left), JsonMarshal.GetRawUtf8PropertyName(right));
}

using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>The values of <c>enum</c> or <c>const</c>, sorted by how they are compared.</summary>
internal sealed class EnumRules
{
    /// <summary>What the values are: literals are decided by it.</summary>
    public required JsonTypes Types { get; init; }

    public NameMap? Strings { get; init; }

    /// <summary>Gets the integers of up to 18 digits, however they are written, ascending.</summary>
    public long[] Integers { get; init; } = [];

    /// <summary>Gets the text of all other numbers.</summary>
    public HashedValues<byte[]> Numbers { get; init; } = HashedValues<byte[]>.None;

    public HashedValues<JsonElement> Containers { get; init; } = HashedValues<JsonElement>.None;

    /// <summary>Gets the first values for explanations.</summary>
    public required string[] Display { get; init; }

    /// <summary>Gets how many values there are.</summary>
    public required int Count { get; init; }

    public bool HasNumber(ReadOnlySpan<byte> raw)
    {
        if (JsonNumber.TryPlainInteger(raw, out var plain))
        {
            return Integers.AsSpan().BinarySearch(plain) >= 0;
        }

        if (Numbers.IsEmpty)
        {
            return false;
        }

        var number = new JsonNumber(raw);
        foreach (var candidate in Numbers.With(ValueHash.OfNumber(raw)))
        {
            if (number.CompareWith(new JsonNumber(candidate)) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an array or object is among the values.</summary>
    public bool HasContainer(in Instance instance, ref Run run)
    {
        if (Containers.IsEmpty)
        {
            return false;
        }

        var hash = instance.Members is { } members ? ValueHash.Of(members, ref run) : ValueHash.Of(instance.Element, ref run);
        foreach (var value in Containers.With(hash))
        {
            if (IsEqual(instance, value, ref run))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEqual(in Instance instance, JsonElement value, ref Run run) => instance.Members is { } members
        ? ValueEquality.AreEqual(members, value, ref run)
        : ValueEquality.AreEqual(instance.Element, value, ref run);
}

using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Evaluation;

/// <summary>The values of <c>enum</c> or <c>const</c>, sorted by how they are compared.</summary>
internal sealed class EnumRules
{
    /// <summary>What the values are: literals are decided by it.</summary>
    public required JsonTypes Types { get; init; }

    public NameMap? Strings { get; init; }

    public long[] Integers { get; init; } = [];

    /// <summary>Gets the text of numbers that are no plain integers of 18 digits.</summary>
    public byte[][] Numbers { get; init; } = [];

    public JsonElement[] Containers { get; init; } = [];

    public long[] ContainerHashes { get; init; } = [];

    /// <summary>Gets the first values for explanations.</summary>
    public required string[] Display { get; init; }

    /// <summary>Gets how many values there are.</summary>
    public required int Count { get; init; }

    public bool HasNumber(ReadOnlySpan<byte> raw)
    {
        if (JsonNumber.TryInt64(raw, out var plain) && Integers.AsSpan().Contains(plain))
        {
            return true;
        }

        return HasOtherNumber(new JsonNumber(raw));
    }

    /// <summary>Whether an array or object is among the values.</summary>
    public bool HasContainer(in Instance instance, ref Run run)
    {
        if (Containers.Length == 0)
        {
            return false;
        }

        var hash = instance.Members is { } members ? ValueHash.Of(members, ref run) : ValueHash.Of(instance.Element, ref run);
        for (var index = 0; index < Containers.Length; index++)
        {
            if (ContainerHashes[index] == hash && IsEqual(instance, Containers[index], ref run))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsEqual(in Instance instance, JsonElement value, ref Run run) => instance.Members is { } members
        ? ValueEquality.AreEqual(members, value, ref run)
        : ValueEquality.AreEqual(instance.Element, value, ref run);

    private bool HasOtherNumber(JsonNumber number)
    {
        foreach (var candidate in Numbers)
        {
            if (number.CompareWith(new JsonNumber(candidate)) == 0)
            {
                return true;
            }
        }

        foreach (var candidate in number.IsInteger && number.Exponent <= 18 ? Integers : [])
        {
            if (number.Floor() == candidate)
            {
                return true;
            }
        }

        return false;
    }
}

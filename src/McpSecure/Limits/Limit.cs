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

    public static Limit Of(in CallLimits limits) => new(limits.CallsPerMinute, limits.ConcurrentCalls);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CallsPerMinute} a minute, {ConcurrentCalls} at once");
}

using System.Runtime.InteropServices;

namespace McpSecure.Schemas.Patterns;

/// <summary>Where a pattern may be after some characters.</summary>
/// <param name="steps">The steps that wait for a character, or for an assertion that what comes next decides. Ascending.</param>
/// <param name="isPending">Whether any waits for an assertion.</param>
/// <param name="isStart">Whether nothing has been read; it matters only to an assertion.</param>
/// <param name="isAfterWord">Whether the last character was one of a word; it matters only to an assertion.</param>
internal sealed class AutomatonState(int[] steps, bool isPending, bool isStart, bool isAfterWord) : IEquatable<AutomatonState>
{
    public int[] Steps => steps;

    public bool IsPending => isPending;

    public bool IsStart { get; } = isStart && isPending;

    public bool IsAfterWord { get; } = isAfterWord && isPending;

    public bool Equals(AutomatonState? other) =>
        other is not null && IsStart == other.IsStart && IsAfterWord == other.IsAfterWord && steps.AsSpan().SequenceEqual(other.Steps);

    public override bool Equals(object? obj) => Equals(obj as AutomatonState);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(steps.AsSpan()));
        hash.Add(IsStart);
        hash.Add(IsAfterWord);
        return hash.ToHashCode();
    }
}

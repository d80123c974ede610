using System.Text;
using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>How large arguments are, and whether that is too much. Nothing is copied, decoded or allocated to find out.</summary>
/// <remarks>All sizes first, which cost next to nothing; only what is small enough is walked through.</remarks>
internal static class ArgumentSize
{
    /// <summary>Checks the arguments of a call.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="limits">What the call is held to.</param>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public static Refusal? Check(IDictionary<string, JsonElement> arguments, in CallLimits limits)
    {
        // What the SDK makes is known by its type, and gone through without an enumerator on the heap.
        var known = arguments as Dictionary<string, JsonElement> ?? new Dictionary<string, JsonElement>(arguments, StringComparer.Ordinal);
        if (known.Count > limits.ArgumentItems)
        {
            return SizeRefusals.Count(limits.ArgumentItems);
        }

        if (ArgumentLength.Of(known) > limits.ArgumentBytes && TooLarge(known, limits.ArgumentBytes) is { } refusal)
        {
            return refusal;
        }

        foreach (var (name, value) in known)
        {
            if (ArgumentShape.Check(name, value, limits) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Checks what is asked to be completed: texts.</summary>
    /// <param name="name">The name of the argument.</param>
    /// <param name="value">What it begins with.</param>
    /// <param name="others">The arguments that are known already.</param>
    /// <param name="limits">What the call is held to.</param>
    /// <returns>The refusal, or <see langword="null"/>.</returns>
    public static Refusal? Check(string name, string value, IDictionary<string, string>? others, in CallLimits limits)
    {
        if (others?.Count >= limits.ArgumentItems)
        {
            return SizeRefusals.Count(limits.ArgumentItems);
        }

        var bytes = 1 + BytesOf(name, value);
        var refusal = TooLong(name, value, limits);
        foreach (var (other, text) in others ?? (IEnumerable<KeyValuePair<string, string>>)[])
        {
            bytes += BytesOf(other, text);
            refusal ??= TooLong(other, text, limits);
        }

        return bytes > limits.ArgumentBytes ? SizeRefusals.Bytes(name, limits.ArgumentBytes) : refusal;
    }

    /// <summary>The SDK writes all that is not ASCII as escapes, of several times the length: too large is what would be without them.</summary>
    private static Refusal? TooLarge(Dictionary<string, JsonElement> arguments, int limit)
    {
        var bytes = 1L;
        var most = 0;
        var largest = string.Empty;
        foreach (var (name, value) in arguments)
        {
            var raw = ArgumentLength.Raw(value);
            var own = raw.Length - JsonEscapes.Surplus(raw);
            bytes += ArgumentLength.OfName(name) + own;
            (most, largest) = own > most ? (own, name) : (most, largest);
        }

        return bytes > limit ? SizeRefusals.Bytes(largest, limit) : null;
    }

    private static long BytesOf(string name, string? text) =>
        ArgumentLength.OfName(name) + 2L + Encoding.UTF8.GetByteCount(text ?? string.Empty);

    private static Refusal? TooLong(string name, string? text, in CallLimits limits) =>
        Math.Max(name.Length, text?.Length ?? 0) > limits.ArgumentTextLength ? SizeRefusals.Text(name, limits.ArgumentTextLength) : null;
}

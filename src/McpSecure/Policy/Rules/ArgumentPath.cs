using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace McpSecure.Policy.Rules;

/// <summary>Where an argument is: <c>amount</c>, <c>filter.status</c>, <c>edits[*].path</c>, <c>['a.b']</c>.</summary>
internal sealed class ArgumentPath
{
    private const int MaximumSteps = 32;
    private const string EveryElement = "[*]";

    private ArgumentPath(string?[] steps)
    {
        Steps = steps;
        Text = TextOf(steps);
    }

    /// <summary>Gets the names from the outside in; <see langword="null"/> stands for every element of a list.</summary>
    public string?[] Steps { get; }

    /// <summary>Gets the one way to write it: two keys that mean the same have the same text.</summary>
    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out ArgumentPath? path)
    {
        var steps = new List<string?>();
        var rest = text.AsSpan();
        path = null;
        while (rest.Length > 0)
        {
            if (steps.Count == MaximumSteps || !TryTake(ref rest, isFirst: steps.Count == 0, out var step))
            {
                return false;
            }

            steps.Add(step);
        }

        // The arguments are an object: the first step is a name.
        path = steps is [not null, ..] ? new ArgumentPath([.. steps]) : null;
        return path is not null;
    }

    /// <summary>The path of these steps, of which the first is a name.</summary>
    public static ArgumentPath Of(IEnumerable<string?> steps) => new([.. steps]);

    /// <summary>Where it is in one call, as a JSON Pointer, from a pointer to something on the way there.</summary>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="reached">Of this pointer only the positions in lists are taken over: the names are the operator's.</param>
    /// <param name="isSent">Whether something is there.</param>
    public string Locate(IDictionary<string, JsonElement> arguments, string reached, out bool isSent)
    {
        var segments = reached.Split('/');
        var pointer = new StringBuilder();
        JsonElement? found = null;
        for (var index = 0; index < Steps.Length; index++)
        {
            if (Steps[index] is { } name)
            {
                found = index > 0 ? Member(found, name) : arguments.TryGetValue(name, out var argument) ? argument : null;
                pointer.Append('/').Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
                continue;
            }

            var place = index + 1 < segments.Length
                && int.TryParse(segments[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
            found = found is { ValueKind: JsonValueKind.Array } list && place >= 0 && place < list.GetArrayLength() ? list[place] : null;
            pointer.Append('/').Append(place < 0 ? "*" : place.ToString(CultureInfo.InvariantCulture));
        }

        isSent = found is not null;
        return pointer.ToString();
    }

    private static JsonElement? Member(JsonElement? value, string name) =>
        value is { ValueKind: JsonValueKind.Object } node && node.TryGetProperty(name, out var member) ? member : null;

    private static bool TryTake(ref ReadOnlySpan<char> rest, bool isFirst, out string? step)
    {
        step = null;
        if (rest.StartsWith(EveryElement, StringComparison.Ordinal))
        {
            rest = rest[EveryElement.Length..];
            return true;
        }

        if (rest.StartsWith("['", StringComparison.Ordinal))
        {
            var end = rest.IndexOf("']", StringComparison.Ordinal);
            return end > 2 && TryTakeName(ref rest, 2, end, 2, out step);
        }

        var start = isFirst ? 0 : 1;
        if (!isFirst && rest[0] != '.')
        {
            return false;
        }

        var length = rest[start..].IndexOfAny('.', '[', ']');
        return TryTakeName(ref rest, start, length < 0 ? rest.Length : start + length, 0, out step);
    }

    private static bool TryTakeName(ref ReadOnlySpan<char> rest, int start, int end, int after, out string? name)
    {
        name = rest[start..end].ToString();
        rest = rest[(end + after)..];
        return name.AsSpan().Trim().Length == name.Length && name.Length > 0;
    }

    private static string TextOf(string?[] steps)
    {
        var text = new StringBuilder();
        foreach (var step in steps)
        {
            _ = step switch
            {
                null => text.Append(EveryElement),
                _ when step.AsSpan().ContainsAny('.', '[', ']') => text.Append("['").Append(step).Append("']"),
                _ => text.Append(text.Length > 0 ? "." : string.Empty).Append(step),
            };
        }

        return text.ToString();
    }
}

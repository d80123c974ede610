using System.Globalization;
using System.Text;
using System.Text.Json;
using McpSecure.Redaction;

namespace McpSecure.Approvals;

/// <summary>
/// All arguments of a call, one on a line. No name is ever left out, and no value altogether; the more there are, the less is shown of each value. A client
/// that may add fields of its own could otherwise push a value out of sight.
/// </summary>
internal static class ShownArguments
{
    /// <summary>UTF-16 code units that are shown of a name.</summary>
    private const int NameLength = 100;

    /// <summary>How much is shown of each value: the first with which all fit.</summary>
    private static readonly int[] ValueLengths = [ApprovalText.ValueLength, 200, 80, 30];

    /// <summary>The lines, or <see langword="null"/> if they cannot be made to fit.</summary>
    public static string? Of(IDictionary<string, JsonElement> arguments, SecretView secrets, int limit)
    {
        if (arguments.Count == 0)
        {
            return "Arguments: none\n";
        }

        var ordered = arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).ToArray();
        foreach (var length in ValueLengths)
        {
            if (TryWrite(ordered, secrets, length, limit) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    private static string? TryWrite(KeyValuePair<string, JsonElement>[] arguments, SecretView secrets, int length, int limit)
    {
        var lines = new StringBuilder();
        var cut = 0;
        foreach (var (name, value) in arguments)
        {
            var shown = ShownValue.Of(value, name, secrets.Member(name), length);
            cut += shown.IsCut ? 1 : 0;
            lines.Append("- ").Append(NameOf(name)).Append(": ").Append(shown.Text).Append('\n');
            if (lines.Length > limit)
            {
                return null;
            }
        }

        var heading = cut == 0 ? $"Arguments ({Count(arguments.Length)}):\n" : $"Arguments ({Count(arguments.Length)}, of which {Count(cut)} not in full):\n";
        return heading.Length + lines.Length <= limit ? $"{heading}{lines}" : null;
    }

    /// <summary>A plain name as it is; any other set apart, so that it cannot end before its colon.</summary>
    private static string NameOf(string name) =>
        name.Length is > 0 and <= NameLength && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.')
            ? name
            : ShownValue.Of(name, NameLength).Text;

    private static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

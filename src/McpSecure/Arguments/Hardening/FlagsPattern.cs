using System.Text;

namespace McpSecure.Arguments.Hardening;

/// <summary>What a <c>[Flags]</c> enum is written as: its names, in their case, separated by a comma and at most one blank.</summary>
/// <remarks>The binder takes numbers, blanks and other cases as well; the SDK advertises any string at all.</remarks>
internal static class FlagsPattern
{
    // An engine refuses longer patterns; such an enum stays as the SDK made it.
    private const int MaxLength = 4000;

    public static string? Of(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return null;
        }

        var any = string.Join('|', names.Select(Escaped));
        var pattern = $"^(?:{any})(?:, ?(?:{any}))*$";
        return pattern.Length <= MaxLength ? pattern : null;
    }

    private static string Escaped(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (@"\^$.|?*+()[]{}/".Contains(character, StringComparison.Ordinal))
            {
                text.Append('\\');
            }

            text.Append(character);
        }

        return text.ToString();
    }
}

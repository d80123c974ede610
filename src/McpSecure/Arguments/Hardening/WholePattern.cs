namespace McpSecure.Arguments.Hardening;

/// <summary>Makes a pattern match the whole string, as <c>[RegularExpression]</c> means it; JSON Schema looks for a match anywhere.</summary>
internal static class WholePattern
{
    private enum Form
    {
        Whole,
        Part,
        Broken,
    }

    public static string Of(string pattern) => FormOf(pattern) == Form.Part ? $"^(?:{pattern})$" : pattern;

    /// <summary>
    /// Whole: it begins with <c>^</c> and ends with <c>$</c>, and no alternative stands beside them. Broken: brackets that do not match could
    /// match the added ones, and a pattern that has to be refused would compile.
    /// </summary>
    private static Form FormOf(string pattern)
    {
        var depth = 0;
        var isInClass = false;
        var isWhole = pattern.StartsWith('^');
        var endsOpen = true;
        for (var index = 0; index < pattern.Length; index++)
        {
            var character = pattern[index];
            endsOpen = !(character == '$' && !isInClass && depth == 0);
            switch (character)
            {
                case '\\' when ++index == pattern.Length:
                    return Form.Broken;
                case '[':
                    isInClass = true;
                    break;
                case ']':
                    isInClass = false;
                    break;
                case '(' when !isInClass:
                    depth++;
                    break;
                case ')' when !isInClass && --depth < 0:
                    return Form.Broken;
                case '|' when !isInClass && depth == 0:
                    isWhole = false;
                    break;
                default:
                    break;
            }
        }

        return depth != 0 || isInClass ? Form.Broken : isWhole && !endsOpen ? Form.Whole : Form.Part;
    }
}

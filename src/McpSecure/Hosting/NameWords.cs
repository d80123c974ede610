namespace McpSecure.Hosting;

/// <summary>The words of a name in camelCase, snake_case or kebab-case. Several capitals in a row are one word: <c>fileURI</c>, <c>URIPath</c>.</summary>
internal static class NameWords
{
    public static List<string> Of(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var index = 0; index <= name.Length; index++)
        {
            var isEnd = index == name.Length || !char.IsLetterOrDigit(name[index]);
            if ((isEnd || IsStart(name, index)) && index > start)
            {
                words.Add(name[start..index]);
                start = index;
            }

            start = isEnd ? index + 1 : start;
        }

        return words;
    }

    private static bool IsStart(string name, int index) =>
        index > 0 && char.IsUpper(name[index])
        && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
}

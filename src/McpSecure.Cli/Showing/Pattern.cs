namespace McpSecure.Cli.Showing;

/// <summary>A name that is looked for: the whole name, letter by letter, or its beginning before a <c>*</c>.</summary>
internal sealed class Pattern(string text)
{
    private readonly string _text = text.EndsWith('*') ? text[..^1] : text;
    private readonly bool _isBeginning = text.EndsWith('*');

    public bool Fits(string? name) =>
        name is not null && (_isBeginning ? name.StartsWith(_text, StringComparison.Ordinal) : string.Equals(name, _text, StringComparison.Ordinal));
}

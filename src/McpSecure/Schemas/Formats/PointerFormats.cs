namespace McpSecure.Schemas.Formats;

/// <summary>JSON Pointers: RFC 6901, and the draft of the relative ones.</summary>
internal static class PointerFormats
{
    public static bool IsPointer(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && text[0] != '/')
        {
            return false;
        }

        for (var tilde = text.IndexOf('~'); tilde >= 0; tilde = text.IndexOf('~'))
        {
            text = text[(tilde + 1)..];
            if (text.IsEmpty || text[0] is not ('0' or '1'))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsRelative(ReadOnlySpan<char> text)
    {
        var digits = Digits.Count(text);
        return digits > 0 && (digits == 1 || text[0] != '0') && (text[digits..] is "#" || IsPointer(text[digits..]));
    }
}

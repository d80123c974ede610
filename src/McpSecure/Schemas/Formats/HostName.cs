namespace McpSecure.Schemas.Formats;

/// <summary>Host names: RFC 1123, 2.1, and for labels in another script RFC 5890, 2.3.2.1.</summary>
internal static class HostName
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        foreach (var label in text.Split('.'))
        {
            if (!IsLabel(text[label]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        // Two hyphens there announce an encoding.
        return label.Length < 4 || label[2] != '-' || label[3] != '-' || (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) && EncodedLabel.IsValid(label[4..]));
    }
}

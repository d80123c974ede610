using System.Text;

namespace McpSecure.Tests.Files;

/// <summary>How an attack line may reach the code that opens it: as it is, or after somebody helpful has decoded, trimmed or prefixed it.</summary>
internal static class Spellings
{
    /// <summary>The rules, by name. The committed list: each line of attack is tried in each of them.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> Rules { get; } = new Dictionary<string, Func<string, string>>(StringComparer.Ordinal)
    {
        ["raw"] = line => line,
        ["decoded once"] = Uri.UnescapeDataString,
        ["decoded twice"] = line => Uri.UnescapeDataString(Uri.UnescapeDataString(line)),
        ["decoded three times"] = line => Uri.UnescapeDataString(Uri.UnescapeDataString(Uri.UnescapeDataString(line))),
        ["decoded by a sloppy decoder"] = Sloppy,
        ["decoded twice by a sloppy decoder"] = line => Sloppy(Sloppy(line)),
        ["backslashes turned"] = Turned,
        ["decoded, backslashes turned"] = line => Turned(Uri.UnescapeDataString(line)),
        ["decoded by a sloppy decoder, backslashes turned"] = line => Turned(Sloppy(line)),
        ["without slashes in front"] = line => line.TrimStart('/', '\\'),
        ["decoded, turned, without slashes in front"] = line => Turned(Uri.UnescapeDataString(line)).TrimStart('/'),
        ["below a directory"] = line => "a/" + line,
        ["decoded and turned below a directory"] = line => "a/b/" + Turned(Uri.UnescapeDataString(line)).TrimStart('/'),
        ["behind a dot"] = line => "./" + Turned(Uri.UnescapeDataString(line)),
        ["behind a way down and up"] = line => "a/b/../../" + Turned(Sloppy(line)).TrimStart('/'),
        ["with every ../ taken out once"] = line => Turned(Uri.UnescapeDataString(line)).Replace("../", string.Empty, StringComparison.Ordinal),
        ["with a slash behind"] = line => Turned(Uri.UnescapeDataString(line)) + "/",
        ["with an extension behind"] = line => Uri.UnescapeDataString(line) + ".txt",
        ["up to the first NUL"] = line => Turned(Sloppy(line)).Split('\0')[0],
        ["normalized"] = line => Turned(Normalized(Uri.UnescapeDataString(line))),
    };

    private static string Turned(string line) => line.Replace('\\', '/');

    private static string Normalized(string line) => line.Contains('\ufffd', StringComparison.Ordinal) || HasLoneSurrogate(line) ? line : line.Normalize(NormalizationForm.FormKC);

    private static bool HasLoneSurrogate(string line) => line.EnumerateRunes().Contains(Rune.ReplacementChar);

    /// <summary>Takes <c>%u002e</c>, and overlong UTF-8 such as <c>%c0%ae</c>, for a dot, as decoders have done.</summary>
    private static string Sloppy(string line)
    {
        var bytes = new List<int>(line.Length);
        for (var at = 0; at < line.Length; at++)
        {
            var (digits, start) = at + 1 < line.Length && line[at] == '%' ? line[at + 1] is 'u' or 'U' ? (4, at + 2) : (2, at + 1) : (0, at);
            var isCode = digits > 0 && start + digits <= line.Length
                && int.TryParse(line.AsSpan(start, digits), System.Globalization.NumberStyles.AllowHexSpecifier, provider: null, out _);
            bytes.Add(isCode ? Convert.ToInt32(line.Substring(start, digits), 16) : line[at]);
            at = isCode ? start + digits - 1 : at;
        }

        var text = new StringBuilder(bytes.Count);
        for (var at = 0; at < bytes.Count; at++)
        {
            var more = bytes[at] switch { >= 0xc0 and < 0xe0 => 1, >= 0xe0 and < 0xf0 => 2, >= 0xf0 and < 0xf8 => 3, _ => 0 };
            if (more == 0 || at + more >= bytes.Count)
            {
                text.Append((char)bytes[at]);
                continue;
            }

            var value = bytes[at] & (0x3f >> more);
            for (; more > 0; more--)
            {
                value = (value << 6) | (bytes[++at] & 0x3f);
            }

            text.Append((char)value);
        }

        return text.ToString();
    }
}

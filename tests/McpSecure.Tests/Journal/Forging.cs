using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpSecure.Tests.Journal;

/// <summary>What whoever may write to the files can do without the key: number and chain the lines anew.</summary>
internal static class Forging
{
    private static readonly string Nothing = new('0', 64);

    public static List<string> Chained(IEnumerable<string> lines, string? previous = null, long first = 1)
    {
        var forged = new List<string>();
        var hash = previous ?? Nothing;
        foreach (var line in lines)
        {
            var text = Between(line, "{\"seq\":", ",", (first + forged.Count).ToString(CultureInfo.InvariantCulture));
            text = Between(text, "\"prev\":\"", "\"", hash);
            text = text[..^75];
            hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            forged.Add($"{text},\"hash\":\"{hash}\"}}");
        }

        return forged;
    }

    public static string HashOf(string line) => line[^66..^2];

    public static bool IsCheckpoint(string line) => line.Contains("\"journal\":\"checkpoint\"", StringComparison.Ordinal);

    private static string Between(string text, string before, string after, string value)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[..start] + value + text[text.IndexOf(after, start, StringComparison.Ordinal)..];
    }
}

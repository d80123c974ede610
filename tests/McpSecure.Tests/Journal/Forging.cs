using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace McpSecure.Tests.Journal;

/// <summary>What whoever may write to the files can do without the key: number and chain the lines anew.</summary>
internal static partial class Forging
{
    private static readonly string Nothing = new('0', 64);

    public static List<string> Chained(IEnumerable<string> lines, string? previous = null, long first = 1)
    {
        var forged = new List<string>();
        var hash = previous ?? Nothing;
        foreach (var line in lines)
        {
            var text = Numbers().Replace(line, string.Create(CultureInfo.InvariantCulture, $"{{\"seq\":{first + forged.Count},"), 1);
            text = Previous().Replace(text, $"\"prev\":\"{hash}\"", 1);
            text = text[..^75];
            hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            forged.Add($"{text},\"hash\":\"{hash}\"}}");
        }

        return forged;
    }

    public static string HashOf(string line) => line[^66..^2];

    public static bool IsCheckpoint(string line) => line.Contains("\"journal\":\"checkpoint\"", StringComparison.Ordinal);

    [GeneratedRegex("""^\{"seq":\d+,""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"""prev"":""[0-9a-f]{64}""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Previous();
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ModelContextProtocol.Protocol;

namespace McpSecure.Transport;

/// <summary>What the last bytes of a line tell about the request in it. Several SDKs write the id behind the params.</summary>
internal static partial class LineTail
{
    /// <summary>As much is looked at, whatever the length of the line.</summary>
    public const int MaximumLength = 256;

    /// <summary>The id to answer to.</summary>
    /// <returns><see langword="default"/> if the id is not the last member of the outermost object, or has an escaped character.</returns>
    public static RequestId IdOf(ReadOnlySpan<byte> tail)
    {
        // The last brace of a line closes the outermost object, and a quote without a backslash opens or closes a text: nothing within another value looks like this.
        var match = LastMember().Match(Encoding.Latin1.GetString(tail));
        return match.Groups["number"] is { Success: true, Value: var digits } && long.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? new RequestId(number)
            : match.Groups["text"] is { Success: true, Value: var text } ? new RequestId(text)
            : default;
    }

    [GeneratedRegex("""[,{]\s*"id"\s*:\s*(?:(?<number>-?[0-9]{1,18})|"(?<text>[\x20-\x21\x23-\x5B\x5D-\x7E]*)")\s*\}\s*$""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LastMember();
}

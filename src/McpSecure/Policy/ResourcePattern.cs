using System.Text;
using System.Text.RegularExpressions;

namespace McpSecure.Policy;

/// <summary>A pattern of decoded resource URIs: <c>*</c> within a path segment, <c>**</c> across segments.</summary>
internal sealed class ResourcePattern
{
    // Linear in the URI whatever the pattern, and with the same case folding that the SDK's own template matching uses.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    private readonly Regex _exact;
    private readonly Regex _anyCase;
    private readonly Regex _upperCase;
    private readonly string _literalStart;
    private readonly bool _isOpenEnded;

    public ResourcePattern(string pattern)
    {
        var expression = Translate(pattern);
        _exact = new Regex(expression, Options, Regex.InfiniteMatchTimeout);
        _anyCase = new Regex(expression, Options | RegexOptions.IgnoreCase, Regex.InfiniteMatchTimeout);
        _upperCase = new Regex(Translate(pattern.ToUpperInvariant()), Options, Regex.InfiniteMatchTimeout);

        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        _literalStart = star < 0 ? pattern : pattern[..star];
        _isOpenEnded = star >= 0 && pattern.EndsWith("**", StringComparison.Ordinal) && star == pattern.Length - 2;
    }

    public bool Matches(string uri) => _exact.IsMatch(uri);

    /// <summary>Whether code that ignores case could take the URI for one that fits: as a regular expression does, or a file system (σ and ς).</summary>
    public bool MatchesInAnyCase(string uri) => _anyCase.IsMatch(uri) || _upperCase.IsMatch(uri.ToUpperInvariant());

    /// <summary>Whether some URI of the template fits: their literal starts agree as far as both go.</summary>
    public bool MayMatchTemplate(ReadOnlySpan<char> templateStart) =>
        templateStart.StartsWith(_literalStart, StringComparison.Ordinal) || _literalStart.AsSpan().StartsWith(templateStart, StringComparison.Ordinal);

    /// <summary>Whether every URI of the template fits, in any case.</summary>
    public bool CoversTemplate(ReadOnlySpan<char> templateStart) =>
        _isOpenEnded && templateStart.StartsWith(_literalStart, StringComparison.OrdinalIgnoreCase);

    private static string Translate(string pattern)
    {
        var expression = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != '*')
            {
                expression.Append(Regex.Escape(pattern[at].ToString()));
            }
            else if (at + 1 < pattern.Length && pattern[at + 1] == '*')
            {
                expression.Append(".*");
                at++;
            }
            else
            {
                expression.Append("[^/]*");
            }
        }

        return expression.Append(@"\z").ToString();
    }
}

using System.Text.RegularExpressions;

namespace McpSecure.Execution.Commands;

/// <summary>Whether a pattern matches all of a text, in bounded time, and the same wherever the server runs.</summary>
internal static class WholeMatch
{
    /// <exception cref="ArgumentException">The pattern has no time limit, or depends on the culture.</exception>
    public static bool Is(string value, Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        if (pattern.MatchTimeout == Regex.InfiniteMatchTimeout && !pattern.Options.HasFlag(RegexOptions.NonBacktracking))
        {
            throw new ArgumentException("The pattern has no time limit: give it a matchTimeout, or RegexOptions.NonBacktracking.", nameof(pattern));
        }

        if (pattern.Options.HasFlag(RegexOptions.IgnoreCase) && !pattern.Options.HasFlag(RegexOptions.CultureInvariant))
        {
            throw new ArgumentException("The pattern ignores case by the rules of a culture: give it RegexOptions.CultureInvariant too.", nameof(pattern));
        }

        try
        {
            // Not IsMatch: '$' stands before a line feed at the end too, and a pattern need not be anchored at all.
            return pattern.Match(value) is { Success: true, Index: 0 } match && match.Length == value.Length;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

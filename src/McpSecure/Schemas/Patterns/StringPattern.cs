using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace McpSecure.Schemas.Patterns;

/// <summary>A regular expression of a schema (ECMA-262), ready to be asked about strings. Safe for concurrent use; throws on no string.</summary>
internal sealed class StringPattern
{
    private readonly Regex _regex;

    private StringPattern(Regex regex, bool isAnchored, bool backtracks)
    {
        _regex = regex;
        IsAnchored = isAnchored;
        Backtracks = backtracks;
    }

    /// <summary>Gets a value indicating whether it matches whole strings only, not a part of one.</summary>
    public bool IsAnchored { get; }

    /// <summary>Gets a value indicating whether it runs on the backtracking engine, with a time limit.</summary>
    public bool Backtracks { get; }

    /// <summary>Compiles a pattern, or finds it compiled.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="allowBacktracking">Whether look-arounds and back-references may run on the backtracking engine.</param>
    /// <param name="problem">Why there is none: a sentence for the author of the schema.</param>
    /// <returns>The pattern, or <see langword="null"/>.</returns>
    public static StringPattern? TryCompile(string pattern, bool allowBacktracking, out string? problem)
    {
        try
        {
            problem = null;
            var isAnchored = pattern.StartsWith('^') && pattern.EndsWith('$');
            var translated = pattern.EndsWith('$') ? pattern[..^1] + @"\z" : pattern;
            return new(new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), isAnchored, backtracks: false);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            problem = exception.Message;
            return null;
        }
    }

    public bool IsMatch(ReadOnlySpan<char> text) => _regex.IsMatch(text);

    public bool IsMatch(ReadOnlySpan<byte> utf8)
    {
        var buffer = ArrayPool<char>.Shared.Rent(utf8.Length);
        try
        {
            return Encoding.UTF8.TryGetChars(utf8, buffer, out var length) && IsMatch(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}

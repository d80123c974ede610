using System.Text;
using System.Text.RegularExpressions;
using McpSecure.Schemas.Patterns;

namespace McpSecure.Tests.Schemas.Patterns;

/// <summary>Patterns, compiled.</summary>
internal static class GivenPattern
{
    public static StringPattern Of(string pattern, bool allowBacktracking = false)
    {
        var compiled = StringPattern.TryCompile(pattern, allowBacktracking, out var problem, out _);
        Assert.True(compiled is not null, $"{pattern}: {problem}");
        Assert.Null(problem);
        return compiled;
    }

    public static string Problem(string pattern, bool allowBacktracking = false)
    {
        Assert.Null(StringPattern.TryCompile(pattern, allowBacktracking, out var problem, out _));
        Assert.NotNull(problem);
        return problem;
    }

    /// <summary>Asks in UTF-16 and, where the text has a form in it, in UTF-8.</summary>
    public static void AssertMatch(bool expected, string pattern, string text, bool allowBacktracking = false)
    {
        var compiled = Of(pattern, allowBacktracking);
        Assert.True(compiled.IsMatch(text.AsSpan()) == expected, $"{pattern} on {Escaped(text)}");
        if (!HasLoneSurrogate(text))
        {
            Assert.True(compiled.IsMatch(Encoding.UTF8.GetBytes(text)) == expected, $"{pattern} on {Escaped(text)} in UTF-8");
        }
    }

    public static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && !text.Contains('\uFFFD');

    /// <summary>Surrogates that are written as escapes, because no attribute can hold them.</summary>
    public static string Surrogates(string text) => Regex.Replace(text, @"\\u(?<unit>D[89A-F][0-9A-F]{2})", match => ((char)Convert.ToInt32(match.Groups["unit"].Value, 16)).ToString(), RegexOptions.NonBacktracking);

    public static string Escaped(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:X4}"));
}

using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>What a kind of token looks like.</summary>
/// <param name="Prefix">How it begins; case counts.</param>
/// <param name="Least">Characters that follow at least.</param>
/// <param name="Of">What those are.</param>
/// <param name="Run">How many letters and digits, of both kinds, stand together somewhere in it. Words that are hyphenated do not.</param>
/// <param name="IsApart">Whether no hyphen stands before it: what begins with few letters begins so by chance in base64url.</param>
internal sealed record TokenShape(string Prefix, int Least, SearchValues<char> Of, int Run = 0, bool IsApart = false)
{
    /// <summary>Characters by which it is judged whether this is one, however long it is: a text full of beginnings costs no more than so many for each.</summary>
    public const int Judged = 128;

    /// <summary>How long one is that the text begins with; 0 if it begins with none.</summary>
    public int LengthOf(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return 0;
        }

        var rest = text[Prefix.Length..];
        var token = Taken(rest[..Math.Min(rest.Length, Judged)]);
        if (token.Length < Least || IsName(token) || (Run > 0 && !Mixture.HasRun(token, Run)))
        {
            return 0;
        }

        token = Taken(rest);
        var isWhole = token.Length == rest.Length || !char.IsAsciiLetterOrDigit(rest[token.Length]);
        return isWhole ? Prefix.Length + token.Length : 0;
    }

    /// <summary>The characters that can be in one. A dot at its end ends the sentence.</summary>
    private ReadOnlySpan<char> Taken(ReadOnlySpan<char> rest) =>
        rest[..(rest.IndexOfAnyExcept(Of) is >= 0 and var end ? end : rest.Length)].TrimEnd('.');

    /// <summary>Whether it is written as names of variables are: a key that is drawn by chance has a digit, or both cases.</summary>
    private bool IsName(ReadOnlySpan<char> token) =>
        Of.Contains('a') && !Mixture.HasDigit(token) && !Mixture.HasBothCases(token);
}

using System.Buffers;

namespace McpSecure.Approvals;

/// <summary>Finds keys and tokens by the shape that those who issue them give them, wherever they stand in a text.</summary>
/// <remarks>A help for what was pasted into an ordinary field, no promise: a secret without a known shape is not found.</remarks>
internal static class TokenShapes
{
    private const string KeyBegin = "-----BEGIN ";
    private const string KeyName = "PRIVATE KEY-----";
    private const string KeyEnd = "-----END ";
    private const string Dashes = "-----";

    private static readonly SearchValues<char> Word = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly SearchValues<char> Dotted = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+/=~");
    private static readonly SearchValues<char> Starts = SearchValues.Create("eghsrxANBn-");

    /// <summary>How each begins, how much has to follow at least, and of what.</summary>
    private static readonly (string Prefix, int Least, SearchValues<char> Of)[] Shapes =
    [
        ("eyJ", 17, Dotted), // a JSON Web Token
        ("Bearer ", 16, Dotted),
        ("ghp_", 20, Word), ("gho_", 20, Word), ("ghu_", 20, Word), ("ghs_", 20, Word), ("ghr_", 20, Word), ("github_pat_", 20, Word),
        ("glpat-", 16, Word),
        ("sk-", 20, Word), ("sk_live_", 16, Word), ("sk_test_", 16, Word), ("rk_live_", 16, Word),
        ("xoxb-", 10, Word), ("xoxp-", 10, Word), ("xoxa-", 10, Word), ("xoxr-", 10, Word), ("xoxs-", 10, Word),
        ("AKIA", 16, Word), ("ASIA", 16, Word),
        ("AIza", 30, Word),
        ("npm_", 30, Word),
    ];

    /// <summary>How long the secret is that begins here; 0 if none does.</summary>
    public static int LengthAt(string text, int index)
    {
        if (!Starts.Contains(text[index]) || (index > 0 && char.IsAsciiLetterOrDigit(text[index - 1])))
        {
            return 0;
        }

        var rest = text.AsSpan(index);
        if (rest.StartsWith(KeyBegin, StringComparison.Ordinal))
        {
            return KeyLength(rest);
        }

        foreach (var (prefix, least, of) in Shapes)
        {
            if (rest.StartsWith(prefix, StringComparison.Ordinal))
            {
                var end = rest[prefix.Length..].IndexOfAnyExcept(of);
                var follows = end < 0 ? rest.Length - prefix.Length : end;
                return follows >= least ? prefix.Length + follows : 0;
            }
        }

        return 0;
    }

    /// <summary>A private key in PEM: to the end of its last line, or of the text.</summary>
    private static int KeyLength(ReadOnlySpan<char> rest)
    {
        var name = rest[..Math.Min(rest.Length, 64)].IndexOf(KeyName, StringComparison.Ordinal);
        if (name < 0)
        {
            return 0;
        }

        var end = rest.IndexOf(KeyEnd, StringComparison.Ordinal);
        var dashes = end < 0 ? -1 : rest[(end + KeyEnd.Length)..].IndexOf(Dashes, StringComparison.Ordinal);
        return dashes < 0 ? rest.Length : end + KeyEnd.Length + dashes + Dashes.Length;
    }
}

using System.Buffers;
using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>Finds secrets that stand behind their name and <c>=</c>: in connection strings, in the query of an address, in an environment.</summary>
/// <remarks>Elsewhere an assignment is code, and what is assigned mostly a name.</remarks>
internal static class Assignments
{
    private const int LongestName = 48;
    private const int Nearby = 256;
    private const int LeastInQuery = 6;
    private const int LeastKey = 20;

    private static readonly SearchValues<char> Name = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");
    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    private static readonly SearchValues<char> Base64 = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=");
    private static readonly SearchValues<char> EndOfQuery = SearchValues.Create("&# \t\r\n\"'`<>\\;,()[]{}|");
    private static readonly SearchValues<char> EndOfValue = SearchValues.Create(";\"'`\r\n\\<>");

    /// <summary>What stands in a connection string beside a password.</summary>
    private static readonly SearchValues<string> Connections = SearchValues.Create(
        ["server=", "data source=", "datasource=", "host=", "user id=", "userid=", "uid=", "username=", "user=", "database=", "initial catalog=", "endpoint="],
        StringComparison.OrdinalIgnoreCase);

    public static string[] Anchors { get; } = ["password=", "passwd=", "pwd=", "passphrase=", "token=", "secret=", "key=", "sig=", "signature=", "jwt="];

    public static bool TryAt(ReadOnlySpan<char> text, int at, SecretNames names, out Credential found)
    {
        found = default;
        var value = at + text[at..Math.Min(text.Length, at + LongestName)].IndexOf('=') + 1;
        if (value == at || value == text.Length || text[at..(value - 1)].ContainsAnyExcept(Name))
        {
            return false;
        }

        var start = value - 1;
        while (start > 0 && value - start <= LongestName && Name.Contains(text[start - 1]))
        {
            start--;
        }

        var length = LengthOf(text, names, start, value);
        if (length == 0 || Placeholders.Is(text.Slice(value, length)))
        {
            return false;
        }

        found = new(value, value, value + length);
        return true;
    }

    private static int LengthOf(ReadOnlySpan<char> text, SecretNames names, int start, int value)
    {
        var name = text[start..(value - 1)];
        var rest = text[value..];
        if (name.EndsWith("AccountKey", StringComparison.OrdinalIgnoreCase) || name.EndsWith("SharedAccessKey", StringComparison.OrdinalIgnoreCase))
        {
            return Least(Until(rest, rest.IndexOfAnyExcept(Base64)), LeastKey);
        }

        var before = start > 0 ? text[start - 1] : '\n';
        var isSecret = names.Cover(name, JsonValueKind.String);
        if (before is '?' or '&')
        {
            var isSignature = name.EndsWith("sig", StringComparison.OrdinalIgnoreCase) || name.EndsWith("signature", StringComparison.OrdinalIgnoreCase);
            return isSecret || isSignature ? Least(Until(rest, rest.IndexOfAny(EndOfQuery)), LeastInQuery) : 0;
        }

        if (isSecret && !name.ContainsAnyExcept(Capitals) && char.IsWhiteSpace(before))
        {
            return Least(Until(rest, rest.IndexOfAny(EndOfQuery)), LeastInQuery);
        }

        return IsOfConnection(text, name, start, value) ? Until(rest, rest.IndexOfAny(EndOfValue)) : 0;
    }

    private static bool IsOfConnection(ReadOnlySpan<char> text, ReadOnlySpan<char> name, int start, int value) =>
        (name.Equals("password", StringComparison.OrdinalIgnoreCase) || name.Equals("pwd", StringComparison.OrdinalIgnoreCase))
        && (text[Math.Max(0, start - Nearby)..start].ContainsAny(Connections) || text[value..Math.Min(text.Length, value + Nearby)].ContainsAny(Connections));

    private static int Until(ReadOnlySpan<char> rest, int end) => end < 0 ? rest.Length : end;

    private static int Least(int length, int least) => length < least ? 0 : length;
}

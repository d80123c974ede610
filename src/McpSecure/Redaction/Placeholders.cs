using System.Buffers;

namespace McpSecure.Redaction;

/// <summary>Tells what stands for a secret in templates and documentation from one.</summary>
internal static class Placeholders
{
    private const int Longest = 64;

    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Whether a value is a name in brackets (<c>{password}</c>, <c>$(TOKEN)</c>), a variable, a word for itself, or nothing but marks.</summary>
    public static bool Is(ReadOnlySpan<char> value) => value.Length <= Longest && value switch
    {
        "password" or "pass" or "pwd" or "PASSWORD" => true,
        ['{', .., '}'] or ['<', .., '>'] or ['[', .., ']'] or ['%', .., '%'] or ['$', '{' or '(', .., '}' or ')'] => true,
        ['$', .. var name] when !name.ContainsAnyExcept(Capitals) => true,
        _ => IsAscii(value) && !value.ContainsAny(LettersAndDigits),
    };

    private static bool IsAscii(ReadOnlySpan<char> value) => System.Text.Ascii.IsValid(value) || value is "…";
}

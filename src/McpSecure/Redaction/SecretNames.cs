using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>Tells by the name of a field that its value is a secret.</summary>
internal sealed class SecretNames
{
    /// <summary>No name has more words that belong together.</summary>
    private const int MostWords = 4;

    private const int OnTheStack = 256;

    /// <summary>Words, and pairs of words written as one.</summary>
    private static readonly string[] Known =
    [
        "password", "passwords", "passwd", "pwd", "passphrase", "passcode", "pin", "otp", "cvv", "cvc",
        "secret", "secrets", "credential", "credentials", "authorization", "bearer", "jwt", "cookie", "cookies",
        "token", "tokens", "accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken", "bearertoken",
        "apikey", "apikeys", "accesskey", "secretkey", "privatekey", "signingkey", "encryptionkey", "sharedkey", "authkey", "accountkey", "sshkey", "masterkey",
        "clientsecret", "apisecret", "apitoken", "authheader", "sessionid", "sessionkey",
        "connectionstring", "connectionstrings", "connstr",
        "dbpass", "userpass", "rootpass", "adminpass", "loginpass", "smtppass", "mailpass", "emailpass", "ftppass", "mysqlpass",
    ];

    /// <summary>What a word that is one for the machine only may end with: <c>dbpassword</c>.</summary>
    private static readonly string[] Endings = ["password", "passwd", "passphrase", "secret", "apikey", "token", "credentials"];

    /// <summary>A secret as a whole name and a text alone: tests pass, and there are filters of that name.</summary>
    private const string Pass = "pass";

    private readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> _names;
    private readonly string[] _endings;
    private readonly bool _isPass = true;
    private readonly int _longest;

    /// <summary>The names that are known, with those of an operator.</summary>
    /// <param name="own">Further names, or with <see langword="false"/> those that are no secret here. Case, blanks, <c>_</c>, <c>-</c> and dots make no difference.</param>
    public SecretNames(IEnumerable<KeyValuePair<string, bool>>? own = null)
    {
        var names = Known.ToDictionary(name => name, _ => false, StringComparer.Ordinal);
        foreach (var (name, isSecret) in own ?? [])
        {
            var plain = Plain(name);
            if (!isSecret)
            {
                names.Remove(plain);
                _isPass &= plain is not Pass;
            }
            else if (plain.Length > 0)
            {
                names[plain] = true;
            }
        }

        var frozen = names.ToFrozenDictionary(StringComparer.Ordinal);
        _names = frozen.GetAlternateLookup<ReadOnlySpan<char>>();
        _endings = [.. Endings.Where(names.ContainsKey)];
        _longest = names.Keys.Select(name => name.Length).DefaultIfEmpty().Max();
    }

    /// <summary>Gets the names that are known without an operator.</summary>
    public static SecretNames Default { get; } = new();

    /// <summary>What a name is compared as.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    /// <summary>Whether a value under a name is not to be shown. What is true, false or null is no secret; a number of tokens is none either.</summary>
    /// <remarks>Under a name that the operator adds, only null is none.</remarks>
    public bool Cover(ReadOnlySpan<char> name, JsonValueKind kind)
    {
        if (kind is JsonValueKind.Null or JsonValueKind.Undefined || !TryFind(name, out var isCount, out var isOwn))
        {
            return false;
        }

        return isOwn || kind switch
        {
            JsonValueKind.True or JsonValueKind.False => false,
            JsonValueKind.Number => !isCount,
            _ => true,
        };
    }

    private bool TryFind(ReadOnlySpan<char> name, out bool isCount, out bool isOwn)
    {
        char[]? rented = null;
        var letters = name.Length <= OnTheStack ? stackalloc char[OnTheStack] : (rented = ArrayPool<char>.Shared.Rent(name.Length));
        try
        {
            return TryFind(name, letters, out isCount, out isOwn);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>Writes the words one behind the other, so that several of them are one text, and asks for each, and for those that end with it.</summary>
    private bool TryFind(ReadOnlySpan<char> name, Span<char> letters, out bool isCount, out bool isOwn)
    {
        Span<int> starts = stackalloc int[MostWords];
        var (written, words) = (0, 0);
        isCount = isOwn = false;
        for (var start = 0; start < name.Length;)
        {
            if (!char.IsLetter(name[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < name.Length && !IsBoundary(name, end))
            {
                end++;
            }

            starts[words++ % MostWords] = written;
            written += Lower(name[start..end], letters[written..]);
            for (var back = 1; back <= Math.Min(words, MostWords); back++)
            {
                if (IsSecret(letters[starts[(words - back) % MostWords]..written], isWord: back == 1, out isCount, out isOwn))
                {
                    return true;
                }
            }

            start = end;
        }

        return IsWhole(name, letters, out isCount, out isOwn);
    }

    private bool IsSecret(ReadOnlySpan<char> words, bool isWord, out bool isCount, out bool isOwn)
    {
        isCount = words is "token" or "tokens";
        isOwn = false;
        if (words.Length <= _longest && _names.TryGetValue(words, out isOwn))
        {
            return true;
        }

        foreach (var ending in isWord ? _endings : [])
        {
            if (words.EndsWith(ending, StringComparison.Ordinal))
            {
                isCount = ending is "token";
                return true;
            }
        }

        return false;
    }

    /// <summary>Small letters, those of full width (U+FF41) as others.</summary>
    private static int Lower(ReadOnlySpan<char> word, Span<char> letters)
    {
        var length = word.ToLowerInvariant(letters);
        foreach (ref var letter in letters[..length])
        {
            letter = letter is >= '\uFF41' and <= '\uFF5A' ? (char)(letter - '\uFF41' + 'a') : letter;
        }

        return length;
    }

    /// <summary>Whether all of it, digits too, is a name that the operator added, or one that tells nothing as a part of others.</summary>
    private bool IsWhole(ReadOnlySpan<char> name, Span<char> letters, out bool isCount, out bool isOwn)
    {
        var written = 0;
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character))
            {
                letters[written++] = char.ToLowerInvariant(character);
            }
        }

        isOwn = false;
        isCount = letters[..written] is Pass;
        return (written <= _longest && _names.TryGetValue(letters[..written], out isOwn) && isOwn) || (isCount && _isPass);
    }

    /// <summary>Whether a word ends before a character: at no letter, at a capital after a small letter, and at the last capital of several before a small one.</summary>
    private static bool IsBoundary(ReadOnlySpan<char> name, int index) =>
        !char.IsLetter(name[index])
        || (char.IsUpper(name[index]) && (char.IsLower(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1]))));
}

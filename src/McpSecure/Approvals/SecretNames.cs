using System.Collections.Frozen;
using System.Text.Json;

namespace McpSecure.Approvals;

/// <summary>Tells by the name of a field that its value is a secret.</summary>
internal static class SecretNames
{
    /// <summary>Words, and pairs of words written as one.</summary>
    private static readonly FrozenSet<string> Secret = new[]
    {
        "password", "passwords", "passwd", "pwd", "passphrase", "passcode", "pin", "otp", "cvv", "cvc",
        "secret", "secrets", "credential", "credentials", "authorization", "bearer", "jwt", "cookie", "cookies",
        "token", "tokens", "accesstoken", "refreshtoken", "idtoken", "authtoken", "sessiontoken", "bearertoken",
        "apikey", "apikeys", "accesskey", "secretkey", "privatekey", "signingkey", "encryptionkey", "sharedkey", "authkey", "accountkey", "sshkey", "masterkey",
        "clientsecret", "apisecret", "apitoken", "authheader", "sessionid", "sessionkey",
        "connectionstring", "connectionstrings", "connstr",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a value under a name is not to be shown. What is true, false or null is no secret; a number of tokens is none either.</summary>
    public static bool Cover(string name, JsonValueKind kind) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.Number => Find(name) is not (null or "token" or "tokens"),
        _ => Find(name) is not null,
    };

    /// <summary>The word, or pair of words, of a name that says so; snake_case, kebab-case, camelCase and dots part words, and so do digits.</summary>
    private static string? Find(string name)
    {
        var previous = string.Empty;
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

            var word = name[start..end].ToLowerInvariant();
            if (Secret.Contains(word))
            {
                return word;
            }

            var pair = previous + word;
            if (Secret.Contains(pair))
            {
                return pair;
            }

            previous = word;
            start = end;
        }

        return null;
    }

    /// <summary>Whether a word ends before a character: at no letter, at a capital after a small letter, and at the last capital of several before a small one.</summary>
    private static bool IsBoundary(string name, int index) =>
        !char.IsLetter(name[index])
        || (char.IsUpper(name[index]) && (char.IsLower(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1]))));
}

using System.CommandLine.Parsing;
using McpSecure.Journal;

namespace McpSecure.Cli.Commands;

/// <summary>A public key on the command line: itself, or the name of its file.</summary>
internal static class PublicKeyText
{
    /// <summary>No file with a key is longer, in characters.</summary>
    private const int MostLetters = 16 * 1024;

    public static JournalPublicKey[]? ReadAll(ArgumentResult result)
    {
        var keys = new List<JournalPublicKey>();
        foreach (var token in result.Tokens)
        {
            if (JournalPublicKey.TryParse(token.Value, out var key) || (File.Exists(token.Value) && JournalPublicKey.TryParse(Beginning(token.Value), out key)))
            {
                keys.Add(key);
                continue;
            }

            result.AddError("--public-key takes a public key on P-256, in Base64 or PEM, or a file that holds one. A private key is not asked for, and does not belong here.");
            return null;
        }

        return [.. keys];
    }

    private static string Beginning(string file)
    {
        using var reader = new StreamReader(file);
        var letters = new char[MostLetters];
        return new string(letters, 0, reader.ReadBlock(letters));
    }
}

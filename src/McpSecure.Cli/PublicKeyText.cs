using McpSecure.Journal;

namespace McpSecure.Cli;

/// <summary>A public key as an operator has it: in one line from the log of the server, or in a file.</summary>
internal static class PublicKeyText
{
    private const int MostBytes = 16 * 1024;

    public static JournalPublicKey Read(string textOrFile)
    {
        if (JournalPublicKey.TryParse(textOrFile, out var key))
        {
            return key;
        }

        if (File.Exists(textOrFile) && new FileInfo(textOrFile).Length <= MostBytes && JournalPublicKey.TryParse(File.ReadAllText(textOrFile), out key))
        {
            return key;
        }

        throw new FormatException($"'{textOrFile}' is no public key on P-256, and no file with one. Take the line that the server logs at its start.");
    }
}

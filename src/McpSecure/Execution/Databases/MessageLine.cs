using System.Text;

namespace McpSecure.Execution.Databases;

/// <summary>What a database says about a statement, for whoever wrote it.</summary>
internal static class MessageLine
{
    private const int MaxLength = 300;

    public static string Of(string message)
    {
        var line = new StringBuilder();
        foreach (var rune in message.EnumerateRunes())
        {
            if (rune.Value is '\r' or '\n' || line.Length >= MaxLength)
            {
                break;
            }

            line.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }

        return line.ToString();
    }
}

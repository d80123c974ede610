using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>Goes through what is beneath a directory, and enters the directories there by their open parent, never through a link.</summary>
internal sealed class Lister(ListingBuilder found, Rules rules, CancellationToken cancellationToken)
{
    /// <summary>Lists an open directory.</summary>
    public Outcome List(SafeFileHandle directory, string prefix, int depth)
    {
        using var reader = new EntryReader(directory);
        while (!found.IsCut && reader.Next(out var name, out var kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!found.Visit())
            {
                break;
            }

            if (!NameCheck.IsText(name))
            {
                found.Skip();
                continue;
            }

            var text = name.ToString();
            if (found.Take(prefix + text, text, kind, depth))
            {
                Enter(directory, text, prefix + text, depth);
            }
        }

        return reader.End;
    }

    private void Enter(SafeFileHandle directory, string name, string path, int depth)
    {
        var opened = Walk.OpenIn(directory, name, Opening.Listing, rules, out var entered, out _);
        using (entered)
        {
            if (!opened.IsDone || !List(entered!, path + "/", depth + 1).IsDone)
            {
                found.Skip();
            }
        }
    }
}

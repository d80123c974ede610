using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>A directory and all below it, entered by open handles and never through a link.</summary>
internal sealed class Tree(Rules rules, CancellationToken cancellationToken)
{
    // One handle for each level is open at a time.
    private const int MaximumDepth = 128;

    /// <summary>Looks for what must not be moved or deleted: protected names, reparse points, other volumes.</summary>
    public Outcome Scan(SafeFileHandle item, PathKind kind) => Visit(item, kind, removes: false, depth: 0);

    /// <summary>Deletes. What another process adds meanwhile may stay, and is reported as a directory that is not empty.</summary>
    public Outcome Remove(SafeFileHandle item, PathKind kind) => Visit(item, kind, removes: true, depth: 0);

    private Outcome Visit(SafeFileHandle item, PathKind kind, bool removes, int depth)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (depth == MaximumDepth)
        {
            return PathRefusal.TooMany;
        }

        var visited = kind == PathKind.Directory ? VisitEntries(item, removes, depth) : Outcome.Done;
        return visited.IsDone && removes ? HandleChange.Delete(item) : visited;
    }

    private Outcome VisitEntries(SafeFileHandle directory, bool removes, int depth)
    {
        var visited = ReadNames(directory, out var names);
        foreach (var name in names)
        {
            visited = visited.IsDone ? VisitEntry(directory, name, removes, depth) : visited;
        }

        return visited;
    }

    private Outcome VisitEntry(SafeFileHandle directory, string name, bool removes, int depth)
    {
        if (rules.Protected.Contains(name))
        {
            return PathRefusal.ProtectedName;
        }

        var opened = Walk.OpenIn(directory, name, removes ? Opening.ToChange : Opening.Look, rules, out var item, out var facts);
        using (item)
        {
            // What has gone meanwhile needs nothing.
            return opened.IsDone ? Visit(item!, facts.Kind, removes, depth + 1)
                : opened.Reason == PathRefusal.NotFound ? Outcome.Done
                : opened;
        }
    }

    /// <summary>All at once, and by a handle that is closed again: what is deleted while a directory is read may change what is read next.</summary>
    private Outcome ReadNames(SafeFileHandle directory, out List<string> names)
    {
        names = [];
        var opened = Walk.OpenIn(directory, default, Opening.Listing, rules, out var entries, out _);
        using (entries)
        {
            if (!opened.IsDone)
            {
                return opened;
            }

            using var reader = new EntryReader(entries!);
            while (reader.Next(out var name, out _))
            {
                names.Add(name.ToString());
            }

            return reader.End;
        }
    }
}

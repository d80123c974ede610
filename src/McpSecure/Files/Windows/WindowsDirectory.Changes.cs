using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>Opening, creating, moving and deleting.</summary>
internal sealed partial class WindowsDirectory
{
    public override Outcome OpenFile(string path, FileMode mode, FileAccess access, out SafeFileHandle? handle)
    {
        handle = null;
        var changes = access != FileAccess.Read || mode != FileMode.Open;
        var opening = Opening.File(mode, access);
        if (path[^1] == '/' && opening.Creates)
        {
            return PathRefusal.IsADirectory;
        }

        using var walk = Begin(changes);
        var outcome = walk.OpenTarget(path, opening, out var opened, out var facts);
        outcome = outcome.IsDone ? _rules.AcceptFile(facts, changes) : outcome;
        outcome = outcome.IsDone && !Nt.IsOnDisk(opened!) ? PathRefusal.Special : outcome;
        if (outcome.IsDone && mode is FileMode.Create or FileMode.Truncate && facts.Size > 0)
        {
            outcome = HandleChange.Truncate(opened!);
        }

        if (!outcome.IsDone)
        {
            opened?.Dispose();
            return outcome;
        }

        handle = opened;
        return outcome;
    }

    public override Outcome CreateDirectory(string path)
    {
        using var walk = Begin(changes: true);
        return walk.Enter(path, Opening.DirectoryOrNew);
    }

    public override Outcome Delete(string path)
    {
        using var walk = Begin(changes: true);
        var outcome = Take(walk, path, out var item, out _);
        using (item)
        {
            return outcome.IsDone ? HandleChange.Delete(item!) : outcome;
        }
    }

    public override Outcome DeleteRecursive(string path, CancellationToken cancellationToken)
    {
        using var walk = Begin(changes: true);
        var outcome = Take(walk, path, out var item, out var facts);
        using (item)
        {
            // First look at everything, so that what holds a protected name stays whole.
            var tree = new Tree(_rules, cancellationToken);
            outcome = outcome.IsDone ? tree.Scan(item!, facts.Kind) : outcome;
            return outcome.IsDone ? tree.Remove(item!, facts.Kind) : outcome;
        }
    }

    public override Outcome Move(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        using var source = Begin(changes: true);
        using var target = Begin(changes: true);
        var outcome = Take(source, from, out var item, out var facts);
        using (item)
        {
            outcome = outcome.IsDone ? target.ToParentOf(to) : outcome;
            outcome = outcome.IsDone ? new Tree(_rules, cancellationToken).Scan(item!, facts.Kind) : outcome;
            return outcome.IsDone ? HandleChange.Rename(item!, target.Current, target.Name, overwrite) : outcome;
        }
    }

    public override Outcome Replace(string path, out Replacement? replacement)
    {
        replacement = null;
        var walk = Begin(changes: true);
        var outcome = walk.ToParentOf(path);
        outcome = outcome.IsDone ? Replace(walk, out replacement) : outcome;
        if (!outcome.IsDone)
        {
            walk.Dispose();
        }

        return outcome;
    }

    private static Outcome Replace(Walk walk, out Replacement? replacement)
    {
        replacement = null;
        var outcome = walk.Open(walk.Name, Opening.Permissions, out var existing, out var facts);
        using (existing)
        {
            if (outcome.IsDone)
            {
                outcome = facts.Kind switch
                {
                    PathKind.File => Outcome.Done,
                    PathKind.Directory => PathRefusal.IsADirectory,
                    _ => PathRefusal.Special,
                };
            }

            var isFree = !outcome.IsDone && outcome.Reason == PathRefusal.NotFound;
            return outcome.IsDone || isFree ? WindowsReplacement.Create(walk, existing, out replacement) : outcome;
        }
    }

    /// <summary>Opens the last name of a path, to delete it or give it another name.</summary>
    private static Outcome Take(Walk walk, string path, out SafeFileHandle? item, out FileFacts facts)
    {
        item = null;
        facts = default;
        var found = walk.ToParentOf(path);
        return found.IsDone ? walk.Open(walk.Name, Opening.ToChange, out item, out facts) : found;
    }
}

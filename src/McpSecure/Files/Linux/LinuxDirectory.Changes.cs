using McpSecure.Files.Names;

namespace McpSecure.Files.Linux;

/// <summary>Creating, moving and deleting: by a name in a directory that was opened beneath the root first.</summary>
internal sealed partial class LinuxDirectory
{
    public override Outcome CreateDirectory(string path)
    {
        using var held = new Held(_handle);
        for (var end = EndOfName(path, 0); end > 0; end = EndOfName(path, end))
        {
            var made = MakeDirectory(held.Descriptor, path[..end]);
            if (!made.IsDone)
            {
                return made;
            }
        }

        return Outcome.Done;
    }

    public override Outcome Delete(string path)
    {
        using var held = new Held(_handle);
        if (Find(held.Descriptor, path, out var place) is { IsDone: false } refused)
        {
            return refused;
        }

        using (place)
        {
            var result = place!.AsksForDirectory ? -Errno.IsADirectory : Libc.Unlink(place.Directory, place.Name);
            return Errno.Outcome(result == -Errno.IsADirectory ? Libc.UnlinkDirectory(place.Directory, place.Name) : result);
        }
    }

    public override Outcome DeleteRecursive(string path, CancellationToken cancellationToken)
    {
        using var held = new Held(_handle);
        if (Find(held.Descriptor, path, out var place) is { IsDone: false } refused)
        {
            return refused;
        }

        using (place)
        {
            if (Suits(place!, place!.AsksForDirectory) is { IsDone: false } unsuited)
            {
                return unsuited;
            }

            // First look at everything, so that what holds a protected name stays whole.
            var tree = new Tree(_resolver, cancellationToken);
            var seen = tree.Scan(place.Directory, place.Name);
            return Errno.Outcome(seen < 0 ? seen : tree.Remove(place.Directory, place.Name));
        }
    }

    public override Outcome Move(string from, string to, bool overwrite, CancellationToken cancellationToken)
    {
        using var held = new Held(_handle);
        if (Find(held.Descriptor, from, out var source) is { IsDone: false } refused)
        {
            return refused;
        }

        using (source)
        {
            refused = Find(held.Descriptor, to, out var target);
            if (!refused.IsDone)
            {
                return refused;
            }

            using (target)
            {
                refused = Suits(source!, source!.AsksForDirectory || target!.AsksForDirectory);
                if (!refused.IsDone)
                {
                    return refused;
                }

                var seen = new Tree(_resolver, cancellationToken).Scan(source.Directory, source.Name);
                var result = seen < 0 ? seen : Libc.Rename(source.Directory, source.Name, target!.Directory, target.Name, overwrite);
                return result == -Errno.CrossDevice ? PathRefusal.OtherFileSystem : Errno.Outcome(result);
            }
        }
    }

    /// <summary>Opens the directory that a path's last name is in. The name itself is not looked at, and no link of that name followed.</summary>
    private Outcome Find(int root, string path, out Place? place)
    {
        place = null;
        var whole = path.AsSpan().TrimEnd('/');
        var slash = whole.LastIndexOf('/');
        var name = whole[(slash + 1)..];
        if (name is "." or "..")
        {
            return PathRefusal.Malformed;
        }

        Span<byte> bytes = stackalloc byte[PathText.MaximumBytes + 1];
        if (PathText.Encode(path, bytes) is < 0 and var length)
        {
            return length == -1 ? PathRefusal.TooLong : PathRefusal.Malformed;
        }

        var directory = Resolve(root, slash < 0 ? "." : whole[..slash], Libc.PathOnly | Abi.Directory, changes: true).Value;
        if (directory < 0)
        {
            return Errno.Reason(directory);
        }

        place = new Place(directory, name, asksForDirectory: path[^1] == '/');
        return Outcome.Done;
    }

    /// <summary>Whether it is a directory, if it has to be. The name is given to system calls without its slash, which would follow a link.</summary>
    private static Outcome Suits(Place place, bool isDirectoryNeeded) =>
        !isDirectoryNeeded ? Outcome.Done
        : Libc.StatEntry(place.Directory, place.Name, out var stat) is < 0 and var error ? Errno.Reason(error)
        : stat.Kind == PathKind.Directory ? Outcome.Done
        : PathRefusal.NotADirectory;

    /// <summary>What is there already may be a link to a directory, but nothing else.</summary>
    private Outcome MakeDirectory(int root, string path)
    {
        using (var existing = Resolve(root, path, Libc.PathOnly | Abi.Directory, changes: true))
        {
            if (existing.IsOpen || existing.Value != -Errno.NoEntry)
            {
                return existing.Outcome;
            }
        }

        if (Find(root, path, out var place) is { IsDone: false } refused)
        {
            return refused;
        }

        using (place)
        {
            var result = Libc.MakeDirectory(place!.Directory, place.Name);
            if (result != -Errno.Exists)
            {
                return Errno.Outcome(result);
            }
        }

        // Somebody else made it meanwhile; or it is a link to nothing.
        using var made = Resolve(root, path, Libc.PathOnly | Abi.Directory, changes: true);
        return made.Outcome;
    }

    private static int EndOfName(string path, int start)
    {
        while (start < path.Length && path[start] == '/')
        {
            start++;
        }

        var end = path.IndexOf('/', start);
        return start == path.Length ? 0 : end < 0 ? path.Length : end;
    }
}

using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Linux;

/// <summary>Opening files.</summary>
internal sealed partial class LinuxDirectory
{
    public override Outcome OpenFile(string path, FileMode mode, FileAccess access, out SafeFileHandle? handle)
    {
        handle = null;
        var changes = access != FileAccess.Read || mode != FileMode.Open;
        using var held = new Held(_handle);
        var descriptor = Resolve(held.Descriptor, path, Flags(mode, access), changes).Value;
        if (descriptor < 0)
        {
            return Errno.Reason(descriptor);
        }

        var refused = Accept(descriptor, mode, changes);
        if (!refused.IsDone)
        {
            Libc.Close(descriptor);
            return refused;
        }

        handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return Outcome.Done;
    }

    public override Outcome Replace(string path, out Replacement? replacement)
    {
        replacement = null;
        using var held = new Held(_handle);
        if (Find(held.Descriptor, path, out var place) is { IsDone: false } refused)
        {
            return refused;
        }

        var existing = Libc.StatEntry(place!.Directory, place.Name, out var stat);
        var outcome = existing switch
        {
            _ when place.AsksForDirectory => PathRefusal.IsADirectory,
            -Errno.NoEntry => Outcome.Done,
            < 0 => Errno.Reason(existing),
            _ => stat.Kind switch
            {
                PathKind.File => Outcome.Done,
                PathKind.Directory => PathRefusal.IsADirectory,
                PathKind.SymbolicLink => PathRefusal.Link,
                _ => PathRefusal.Special,
            },
        };
        if (outcome.IsDone)
        {
            outcome = LinuxReplacement.Create(place, existing < 0 ? null : stat.Permissions, out replacement);
        }

        if (!outcome.IsDone)
        {
            place.Dispose();
        }

        return outcome;
    }

    /// <summary>Never blocks on a pipe, never takes a terminal, never truncates: what it is has to be known first.</summary>
    private static int Flags(FileMode mode, FileAccess access)
    {
        var flags = Libc.NonBlocking | Libc.NoTerminal | access switch
        {
            FileAccess.Read => Libc.ReadOnly,
            FileAccess.Write => Libc.WriteOnly,
            _ => Libc.ReadWrite,
        };
        return flags | mode switch
        {
            FileMode.CreateNew => Libc.Create | Libc.Exclusive,
            FileMode.Create or FileMode.OpenOrCreate => Libc.Create,
            FileMode.Append => Libc.Create | Libc.Append,
            _ => 0,
        };
    }

    private Outcome Accept(int descriptor, FileMode mode, bool changes)
    {
        if (Libc.Stat(descriptor, out var stat) is < 0 and var error)
        {
            return Errno.Reason(error);
        }

        if (stat.Kind != PathKind.File)
        {
            return stat.Kind == PathKind.Directory ? PathRefusal.IsADirectory : PathRefusal.Special;
        }

        if (stat.HardLinks > 1 && (_options.HardLinks == HardLinks.Deny || (changes && _options.HardLinks != HardLinks.Allow)))
        {
            return PathRefusal.HardLink;
        }

        var truncates = mode is FileMode.Create or FileMode.Truncate && stat.Size > 0;
        return truncates ? Errno.Outcome(Libc.Truncate(descriptor)) : Outcome.Done;
    }
}

using System.Text;

namespace McpSecure.Files.Linux;

/// <summary>A directory and all below it, entered by open descriptors and never through a link.</summary>
internal sealed class Tree(Resolver resolver, CancellationToken cancellationToken)
{
    // One descriptor for each level is open at a time.
    private const int MaximumDepth = 128;

    private const int Enter = Libc.ReadOnly;

    /// <summary>Looks for what must not be moved or deleted: protected names, and other file systems.</summary>
    /// <returns>0, or an error number, negated.</returns>
    public int Scan(int directory, ReadOnlySpan<byte> name) => Begin(directory, name, removes: false);

    /// <summary>Deletes. What another process adds meanwhile may stay, and is reported as a directory that is not empty.</summary>
    /// <returns>0, or an error number, negated.</returns>
    public int Remove(int directory, ReadOnlySpan<byte> name) => Begin(directory, name, removes: true);

    private int Begin(int directory, ReadOnlySpan<byte> name, bool removes) =>
        Libc.Stat(directory, out var stat) is < 0 and var failed ? failed : Visit(directory, name, removes, depth: 0, stat.Mount);

    private int Visit(int directory, ReadOnlySpan<byte> name, bool removes, int depth, ulong mount)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (resolver.Protected.Contains(Encoding.UTF8.GetString(name[..^1])))
        {
            return Errno.Of(PathRefusal.ProtectedName);
        }

        if (depth == MaximumDepth)
        {
            return Errno.Of(PathRefusal.TooMany);
        }

        var removed = removes ? Libc.Unlink(directory, name) : -Errno.IsADirectory;
        if (removed != -Errno.IsADirectory)
        {
            return removed == -Errno.NoEntry && depth > 0 ? 0 : removed;
        }

        using var entered = new Descriptor(Libc.OpenAt(directory, name, Enter | Abi.Directory | Abi.NoFollow));
        if (!entered.IsOpen)
        {
            return IsNoDirectory(entered.Value, directory, name, removes, depth) ? 0 : removes ? Changed(entered.Value) : entered.Value;
        }

        var error = VisitEntries(entered.Value, removes, depth, mount);
        if (error < 0 || !removes)
        {
            return error;
        }

        removed = Libc.UnlinkDirectory(directory, name);
        return removed == -Errno.NoEntry ? 0 : Changed(removed);
    }

    /// <summary>A file, a link or a pipe needs no entering; and what has gone meanwhile needs nothing.</summary>
    private static bool IsNoDirectory(int error, int directory, ReadOnlySpan<byte> name, bool removes, int depth) => error switch
    {
        -Errno.NotADirectory or -Errno.Loop => !removes && Libc.StatEntry(directory, name, out _) >= 0,
        -Errno.NoEntry => depth > 0,
        _ => false,
    };

    /// <summary>It was a directory a moment ago.</summary>
    private static int Changed(int error) => error is -Errno.NotADirectory or -Errno.Loop ? -Errno.Again : error;

    private int VisitEntries(int directory, bool removes, int depth, ulong mount)
    {
        if (Libc.Stat(directory, out var stat) is < 0 and var failed)
        {
            return failed;
        }

        if (!resolver.CrossesMounts && stat.Mount != mount)
        {
            return -Errno.CrossDevice;
        }

        var error = ReadNames(directory, out var names);
        foreach (var name in names)
        {
            error = error < 0 ? error : Visit(directory, name, removes, depth + 1, stat.Mount);
        }

        return error;
    }

    /// <summary>All at once: what is deleted while a directory is read may change what is read next.</summary>
    private static int ReadNames(int directory, out List<byte[]> names)
    {
        names = [];
        using var reader = new EntryReader(directory);
        while (reader.Next(out var name, out _))
        {
            names.Add(name.ToArray());
        }

        return reader.Error;
    }
}

using McpSecure.Files.Names;

namespace McpSecure.Files.Linux;

/// <summary>Listing.</summary>
internal sealed partial class LinuxDirectory
{
    public override Outcome List(
        string path, NamePattern pattern, ListingLimits limits, out DirectoryListing? listing, CancellationToken cancellationToken)
    {
        listing = null;
        using var held = new Held(_handle);
        using var start = Resolve(held.Descriptor, path, Libc.ReadOnly | Libc.NonBlocking | Libc.NoTerminal | Abi.Directory, changes: false);
        if (!start.IsOpen)
        {
            return start.Outcome;
        }

        if (Libc.Stat(start.Value, out var stat) is < 0 and var failed)
        {
            return Errno.Reason(failed);
        }

        var found = new ListingBuilder(pattern, limits);
        var error = new Lister(found, _options.CrossMounts ? null : stat.Mount, cancellationToken).List(start.Value, string.Empty, depth: 1);
        listing = found.ToListing();
        return Errno.Outcome(error);
    }
}

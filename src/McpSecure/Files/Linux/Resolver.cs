using McpSecure.Files.Names;

namespace McpSecure.Files.Linux;

/// <summary>Opens what a path means beneath a directory: by the kernel in one step, or name by name where the kernel cannot.</summary>
internal sealed class Resolver
{
    // Each attempt failed because something was renamed meanwhile. The kernel gives up at a rename anywhere, the walk only where it looks.
    private const int Attempts = 32;

    // Whatever the umask leaves of it.
    private const uint NewFileMode = 0x1b6;

    private readonly SecureRootOptions _options;
    private readonly ulong _resolve;

    public Resolver(SecureRootOptions options, ProtectedNames protectedNames, ConfinementEngine engine)
    {
        _options = options;
        Protected = protectedNames;
        Engine = engine;
        _resolve = Libc.ResolveBeneath | Libc.ResolveNoMagicLinks
            | (options.CrossMounts ? 0 : Libc.ResolveNoMounts)
            | (options.SymbolicLinks == SymbolicLinks.FollowBeneath ? 0 : Libc.ResolveNoLinks);
    }

    public ConfinementEngine Engine { get; }

    public ProtectedNames Protected { get; }

    public bool CrossesMounts => _options.CrossMounts;

    /// <summary>Opens a path beneath a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="path">The path, with a NUL at its end.</param>
    /// <param name="flags">The flags of <c>open</c>.</param>
    /// <param name="changes">Whether protected names are refused, also where a link leads to one.</param>
    /// <returns>A descriptor, or an error number, negated.</returns>
    public int Open(int directory, ReadOnlySpan<byte> path, int flags, bool changes)
    {
        var guards = changes && !Protected.IsEmpty;
        if (Engine == ConfinementEngine.Openat2)
        {
            // Without links the path holds all the names there are, and they were looked at. With one, the walk sees what it leads to.
            var result = OpenByKernel(directory, path, flags, _resolve | (guards ? Libc.ResolveNoLinks : 0));
            if (result != -Errno.Again && !(guards && result == -Errno.Loop && FollowsLinks))
            {
                return result;
            }
        }

        return OpenByWalk(directory, path, flags, guards);
    }

    private bool FollowsLinks => _options.SymbolicLinks == SymbolicLinks.FollowBeneath;

    private int OpenByWalk(int directory, ReadOnlySpan<byte> path, int flags, bool guards)
    {
        var result = -Errno.Again;
        for (var attempt = 0; attempt < Attempts && result == -Errno.Again; attempt++)
        {
            result = new Walk(this, directory, FollowsLinks, guards).Open(path, flags, NewFileMode);
        }

        return result;
    }

    private static int OpenByKernel(int directory, ReadOnlySpan<byte> path, int flags, ulong resolve)
    {
        var result = -Errno.Again;
        for (var attempt = 0; attempt < Attempts && result is -Errno.Again or -Errno.Interrupted; attempt++)
        {
            result = Libc.OpenAt2(directory, path, flags, NewFileMode, resolve);
        }

        return result;
    }

    /// <summary>Whether this kernel has <c>openat2</c>, and the container lets it through.</summary>
    public static bool HasOpenAt2(int directory)
    {
        using var probe = new Descriptor(Libc.OpenAt2(directory, ".\0"u8, Libc.PathOnly | Abi.Directory, 0, Libc.ResolveBeneath | Libc.ResolveNoMagicLinks));
        return probe.IsOpen;
    }
}

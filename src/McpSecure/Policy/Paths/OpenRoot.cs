using McpSecure.Files;
using McpSecure.Files.Names;

namespace McpSecure.Policy.Paths;

/// <summary>A configured root, held open as long as the server runs, with the directories in it that some roles are narrowed to.</summary>
internal sealed class OpenRoot : IDisposable
{
    private readonly SecureRootOptions _options;
    private readonly RootDirectory _strict;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RootDirectory> _parts = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">It is writable, and overlaps the application's own folder or a policy file.</exception>
    /// <exception cref="PathRefusedException">The directory cannot be opened.</exception>
    /// <exception cref="PlatformNotSupportedException">Paths cannot be confined on this system.</exception>
    public OpenRoot(string name, PathRootOptions root, IEnumerable<string> keepApart, ConfinementEngine? engine = null)
    {
        _options = RootOpening.Options(name, root, keepApart, engine);
        var directory = RootOpening.Directory(root);
        if (_options.Access == PathAccess.ReadWrite)
        {
            KeptApart.Check(directory, _options);
        }

        Whole = RootDirectory.Open(directory, _options);
        try
        {
            _strict = RootDirectory.Open(directory, WithoutLinks(_options));
        }
        catch
        {
            Whole.Dispose();
            throw;
        }
    }

    public string Name => _options.Name;

    public PathAccess Access => _options.Access;

    public RootDirectory Whole { get; }

    /// <summary>A root over the whole directory or a part of it. It owns nothing: closing it closes nothing.</summary>
    public SecureRoot Over(RootDirectory directory) => new(directory, _options);

    /// <summary>The part that lies in some directories.</summary>
    /// <exception cref="PathRefusedException">One of them is not there. At the start it was.</exception>
    public RootDirectory Narrowed(IEnumerable<string> unders) => new NarrowedDirectory(Whole, unders.Select(under => KeyValuePair.Create(under, Part(under))));

    /// <summary>Opens a directory in the root once, for good. No link is followed: whoever can write here could have put one in its place.</summary>
    /// <exception cref="PathRefusedException">It is not there, or is a link.</exception>
    public RootDirectory Part(string under)
    {
        lock (_lock)
        {
            if (_parts.TryGetValue(under, out var known))
            {
                return known;
            }

            if (Access == PathAccess.ReadWrite && new ProtectedNames(_options.ProtectedNames).IsIn(under))
            {
                throw new PathRefusedException(Name, PathRefusal.ProtectedName);
            }

            var opened = _strict.OpenDirectory(under, _options, changes: Access == PathAccess.ReadWrite, out var part);
            return opened.IsDone ? _parts[under] = part! : throw new PathRefusedException(Name, opened.Reason);
        }
    }

    public void Dispose()
    {
        Whole.Dispose();
        _strict.Dispose();
        lock (_lock)
        {
            foreach (var part in _parts.Values)
            {
                part.Dispose();
            }
        }
    }

    private static SecureRootOptions WithoutLinks(SecureRootOptions options) => new()
    {
        Name = options.Name,
        Access = options.Access,
        SymbolicLinks = SymbolicLinks.Deny,
        Names = options.Names,
        CrossMounts = options.CrossMounts,
        ProtectedNames = options.ProtectedNames,
        Engine = options.Engine,
    };
}

using McpSecure.Files.Names;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files;

/// <summary>
/// A directory that untrusted paths cannot leave. The directory is held open, and each operation resolves its path beneath that handle:
/// by <c>..</c>, a link, or a directory that is swapped for a link at the same moment, nothing outside is ever opened, created, changed or
/// deleted.
/// </summary>
/// <remarks>
/// Pipes, sockets and devices are refused without waiting for them. Where the directory itself is moved, the root follows it. Safe for
/// concurrent use. CWE-22, CWE-59, CWE-367.
/// </remarks>
public sealed partial class SecureRoot : IDisposable
{
    private readonly SecureRootOptions _options;
    private readonly ProtectedNames _protected;
    private readonly RootDirectory _directory;

    /// <summary>Initializes a new instance of the <see cref="SecureRoot"/> class over a directory that is open.</summary>
    internal SecureRoot(RootDirectory directory, SecureRootOptions options)
    {
        _directory = directory;
        _options = options;
        _protected = new ProtectedNames(options.ProtectedNames);
    }

    /// <summary>Gets the name of the root in messages and records.</summary>
    public string Name => _options.Name;

    /// <summary>Gets what may be done beneath the root.</summary>
    public PathAccess Access => _directory.Within(_options.Access);

    /// <summary>Gets the mechanism that confines.</summary>
    public ConfinementEngine Engine => _directory.Engine;

    /// <summary>Gets which names a path may hold.</summary>
    internal PathNames Names => _options.Names;

    /// <summary>Gets the directory that paths are relative to, for a program that is to run in it; <see langword="null"/> where there is no such thing.</summary>
    internal SafeFileHandle? Handle => _directory.Handle;

    /// <summary>Gets a value indicating whether all of that directory may be reached, not only parts of it.</summary>
    internal bool IsWhole => _directory.IsWhole;

    /// <summary>Opens a directory as a root.</summary>
    /// <param name="path">The directory, as its operator wrote it. It is trusted: links in it are followed wherever they lead.</param>
    /// <param name="options">What is permitted; the defaults of <see cref="SecureRootOptions"/>, which are for reading, if left out.</param>
    /// <returns>The root, to be disposed of.</returns>
    /// <exception cref="ArgumentException">The path is empty, or a writable root and a place of <see cref="SecureRootOptions.KeepApart"/> hold one another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value outside its bounds.</exception>
    /// <exception cref="PathRefusedException">The directory cannot be opened.</exception>
    /// <exception cref="PlatformNotSupportedException">Paths cannot be confined on this system, or not by the engine that was asked for.</exception>
    public static SecureRoot Open(string path, SecureRootOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SecureRootOptions();
        OptionsCheck.Check(options);
        var directory = RootDirectory.Open(Path.GetFullPath(path), options);
        try
        {
            if (options.Access == PathAccess.ReadWrite)
            {
                KeptApart.Check(path, options);
            }

            return new SecureRoot(directory, options);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Opens a directory beneath this one as a root of its own, with the same options.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="access">What may be done there; the same as here if left out. Never more.</param>
    /// <param name="name">The name of the new root in messages; the name of this one if left out.</param>
    /// <returns>The root, to be disposed of. It stays usable after this one is disposed of.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="access"/> is none, or more than this root has.</exception>
    /// <exception cref="PathRefusedException">It is no directory beneath this one, or has a protected name and would be writable.</exception>
    public SecureRoot OpenRoot(UntrustedPath path, PathAccess? access = null, string? name = null)
    {
        var own = Access;
        var granted = access ?? own;
        if (granted is not (PathAccess.Read or PathAccess.ReadWrite) || granted > own)
        {
            throw new ArgumentOutOfRangeException(nameof(access), granted, $"The root '{Name}' has {own}, and can give no more.");
        }

        var narrowed = new SecureRootOptions
        {
            Name = name ?? Name,
            Access = granted,
            SymbolicLinks = _options.SymbolicLinks,
            HardLinks = _options.HardLinks,
            Names = _options.Names,
            CrossMounts = _options.CrossMounts,
            MaxReadBytes = _options.MaxReadBytes,
            MaxWriteBytes = _options.MaxWriteBytes,
            ProtectedNames = _options.ProtectedNames,
            KeepApart = _options.KeepApart,
            Engine = Engine,
        };
        var changes = granted == PathAccess.ReadWrite;
        Done(_directory.OpenDirectory(Accepted(path, changes), narrowed, changes, out var directory));
        return new SecureRoot(directory!, narrowed);
    }

    /// <summary>Says what a path names, if anything.</summary>
    /// <param name="path">The path.</param>
    /// <returns>What it is, now.</returns>
    /// <exception cref="PathRefusedException">Nothing is there (<see cref="PathRefusal.NotFound"/>), or the path was refused.</exception>
    public PathInfo GetInfo(UntrustedPath path)
    {
        Done(_directory.GetInfo(Accepted(path, changes: false), out var info));
        return info!;
    }

    /// <summary>Whether the path could be used now: the early answer of a guard, which promises nothing for later.</summary>
    internal Outcome Check(UntrustedPath path, PathAccess access, bool mustExist) => Check(path.Text.AsSpan(), access, mustExist);

    /// <summary>The same for a path that is not, and need not become, a string.</summary>
    internal Outcome Check(ReadOnlySpan<char> path, PathAccess access, bool mustExist)
    {
        var changes = access == PathAccess.ReadWrite;
        var accepted = Judge(path, changes);
        return accepted.IsDone ? _directory.Check(path, changes, mustExist) : accepted;
    }

    /// <summary>Closes the directory. What was opened beneath it stays open.</summary>
    public void Dispose() => _directory.Dispose();

    private string Accepted(UntrustedPath path, bool changes)
    {
        Done(Judge(path.Text, changes));
        return path.Text;
    }

    private Outcome Judge(ReadOnlySpan<char> path, bool changes)
    {
        var accepted = Access switch
        {
            PathAccess.ReadWrite => PathText.Check(path, _options.Names),
            PathAccess.Read when !changes => PathText.Check(path, _options.Names),
            _ => PathRefusal.ReadOnly,
        };
        return accepted.IsDone && changes && _protected.IsIn(path) ? PathRefusal.ProtectedName : accepted;
    }

    private void Done(Outcome outcome)
    {
        if (!outcome.IsDone)
        {
            throw new PathRefusedException(Name, outcome.Reason);
        }
    }
}

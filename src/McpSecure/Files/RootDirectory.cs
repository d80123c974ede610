using System.Diagnostics.CodeAnalysis;
using McpSecure.Files.Names;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files;

/// <summary>
/// A directory that is held open, and all that can be done beneath it: one implementation for each operating system. The confinement is
/// in each operation itself; nothing here looks first and acts later by name.
/// </summary>
/// <remarks>Safe for concurrent use. The paths have passed the checks that need no file system.</remarks>
internal abstract class RootDirectory : IDisposable
{
    /// <summary>Gets the mechanism that confines.</summary>
    public abstract ConfinementEngine Engine { get; }

    /// <summary>Gets the directory that paths are relative to, for a program that is to run in it; <see langword="null"/> where there is no such thing.</summary>
    public virtual SafeFileHandle? Handle => null;

    /// <summary>Gets a value indicating whether all of that directory may be reached, not only parts of it.</summary>
    public virtual bool IsWhole => true;

    /// <summary>Whether the path could be used: the early answer of a guard. What is done afterwards is confined anew.</summary>
    public abstract Outcome Check(ReadOnlySpan<char> path, bool changes, bool mustExist);

    public abstract Outcome OpenFile(string path, FileMode mode, FileAccess access, out SafeFileHandle? handle);

    public abstract Outcome OpenDirectory(string path, SecureRootOptions options, bool changes, out RootDirectory? directory);

    public abstract Outcome GetInfo(string path, out PathInfo? info);

    public abstract Outcome List(string path, NamePattern pattern, ListingLimits limits, out DirectoryListing? listing, CancellationToken cancellationToken);

    public abstract Outcome CreateDirectory(string path);

    public abstract Outcome Delete(string path);

    public abstract Outcome DeleteRecursive(string path, CancellationToken cancellationToken);

    public abstract Outcome Move(string from, string to, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Creates the file that takes the place of <paramref name="path"/> once it is complete.</summary>
    public abstract Outcome Replace(string path, out Replacement? replacement);

    public abstract void Dispose();

    /// <summary>What may be done here of what the root permits: where that depends on who asks, it can be less.</summary>
    public virtual PathAccess Within(PathAccess permitted) => permitted;

    /// <summary>Opens a directory by a path that is trusted.</summary>
    [SuppressMessage("Interoperability", "CA1416:Validate platform compatibility", Justification = "Each is asked for on its own system.")]
    public static RootDirectory Open(string path, SecureRootOptions options) =>
        OperatingSystem.IsLinux() ? Linux.LinuxDirectory.Open(path, options)
            : OperatingSystem.IsWindows() ? Windows.WindowsDirectory.Open(path, options)
            : throw new PlatformNotSupportedException(
                "Paths can be confined on Linux and Windows only, so far: nothing else has been verified. A check before the open is no confinement, and is not offered instead.");
}

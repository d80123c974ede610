using System.Runtime.Versioning;
using McpSecure.Files.Names;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>A directory of Windows, held open by a handle.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsDirectory : RootDirectory
{
    private readonly SafeFileHandle _handle;
    private readonly Rules _rules;

    private WindowsDirectory(SafeFileHandle handle, Rules rules)
    {
        _handle = handle;
        _rules = rules;
    }

    public override ConfinementEngine Engine => ConfinementEngine.NtCreateFile;

    /// <summary>Opens a directory by a path that is trusted: links in it are followed wherever they lead.</summary>
    /// <exception cref="PlatformNotSupportedException">The mechanism that was asked for is not there.</exception>
    public static new WindowsDirectory Open(string path, SecureRootOptions options)
    {
        if (options.Engine is not (null or ConfinementEngine.NtCreateFile))
        {
            throw new PlatformNotSupportedException($"The engine {options.Engine} does not run on Windows.");
        }

        var outcome = TrustedPath.Open(path, out var handle, out var facts);
        return outcome.IsDone
            ? new WindowsDirectory(handle!, new Rules(options, new ProtectedNames(options.ProtectedNames), facts.Volume))
            : throw new PathRefusedException(options.Name, outcome.Reason);
    }

    public override Outcome Check(ReadOnlySpan<char> path, bool changes, bool mustExist)
    {
        var outcome = Look(path.ToString(), changes, out var facts);
        return outcome.IsDone
            ? facts.Kind == PathKind.Special ? PathRefusal.Special : outcome
            : outcome.Reason == PathRefusal.NotFound && !mustExist ? Outcome.Done : outcome;
    }

    public override Outcome OpenDirectory(string path, SecureRootOptions options, bool changes, out RootDirectory? directory)
    {
        using var walk = Begin(changes);
        var outcome = walk.OpenTarget(path, Opening.Directory, out var handle, out var facts);
        directory = outcome.IsDone ? new WindowsDirectory(handle!, new Rules(options, _rules.Protected, facts.Volume)) : null;
        return outcome;
    }

    public override Outcome GetInfo(string path, out PathInfo? info)
    {
        var outcome = Look(path, changes: false, out var facts);
        info = outcome.IsDone ? facts.ToInfo() : null;
        return outcome;
    }

    public override Outcome List(
        string path, NamePattern pattern, ListingLimits limits, out DirectoryListing? listing, CancellationToken cancellationToken)
    {
        listing = null;
        using var walk = Begin(changes: false);
        var outcome = walk.OpenTarget(path, Opening.Listing, out var handle, out _);
        using (handle)
        {
            if (!outcome.IsDone)
            {
                return outcome;
            }

            var found = new ListingBuilder(pattern, limits);
            outcome = new Lister(found, _rules, cancellationToken).List(handle!, string.Empty, depth: 1);
            listing = found.ToListing();
            return outcome;
        }
    }

    public override void Dispose() => _handle.Dispose();

    private Walk Begin(bool changes) => new(_handle, _rules, changes);

    private Outcome Look(string path, bool changes, out FileFacts facts)
    {
        using var walk = Begin(changes);
        var outcome = walk.OpenTarget(path, Opening.Look, out var handle, out facts);
        handle?.Dispose();
        return outcome;
    }
}

using McpSecure.Calls;
using McpSecure.Files;
using McpSecure.Files.Names;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Policy.Paths;

/// <summary>
/// A root that is, at each use, what it is for the call that runs: for its tool, and for the roles of its caller. So it does not matter
/// when and where it was injected: a service that lives longer than a call does not keep what one caller may reach for the next.
/// </summary>
internal sealed class CallDirectory(OpenRoot root, CallScope scope, ToolPaths paths, AccessPolicy policy, bool isNarrowed) : RootDirectory
{
    public override ConfinementEngine Engine => root.Whole.Engine;

    public override SafeFileHandle? Handle => Find(out _).Handle;

    public override bool IsWhole => Find(out _).IsWhole;

    public override PathAccess Within(PathAccess permitted)
    {
        _ = Find(out var access);
        return access < permitted ? access : permitted;
    }

    public override Outcome Check(ReadOnlySpan<char> path, bool changes, bool mustExist) => Find(out _).Check(path, changes, mustExist);

    public override Outcome OpenFile(string path, FileMode mode, FileAccess access, out SafeFileHandle? handle) =>
        Find(out _).OpenFile(path, mode, access, out handle);

    public override Outcome OpenDirectory(string path, SecureRootOptions options, bool changes, out RootDirectory? directory) =>
        Find(out _).OpenDirectory(path, options, changes, out directory);

    public override Outcome GetInfo(string path, out PathInfo? info) => Find(out _).GetInfo(path, out info);

    public override Outcome List(
        string path, NamePattern pattern, ListingLimits limits, out DirectoryListing? listing, CancellationToken cancellationToken) =>
        Find(out _).List(path, pattern, limits, out listing, cancellationToken);

    public override Outcome CreateDirectory(string path) => Find(out _).CreateDirectory(path);

    public override Outcome Delete(string path) => Find(out _).Delete(path);

    public override Outcome DeleteRecursive(string path, CancellationToken cancellationToken) => Find(out _).DeleteRecursive(path, cancellationToken);

    public override Outcome Move(string from, string to, bool overwrite, CancellationToken cancellationToken) =>
        Find(out _).Move(from, to, overwrite, cancellationToken);

    public override Outcome Replace(string path, out Replacement? replacement) => Find(out _).Replace(path, out replacement);

    /// <summary>Closes nothing: the directory belongs to the server.</summary>
    public override void Dispose()
    {
    }

    private RootDirectory Find(out PathAccess access)
    {
        access = root.Access;
        if (scope.Current is { } call)
        {
            return call.Kind == PrimitiveKind.Tool && paths.Of(call) is { } plan ? plan.DirectoryOf(root, call, policy, out access) : root.Whole;
        }

        return isNarrowed
            ? throw new InvalidOperationException(
                $"The root '{root.Name}' was used outside of a call, and the policy narrows it by tool or role: nobody knows to what here. " +
                "Use it while the tool runs, or configure a root of its own for background work.")
            : root.Whole;
    }
}

using McpSecure.Files.Names;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files;

/// <summary>
/// The part of a root that lies in some of its directories. Paths are still relative to the root; which directory a path begins with is
/// told by its names alone, and the rest of it is resolved beneath the handle of that directory, so that nothing in it leads to the others.
/// </summary>
/// <remarks>The handles belong to whoever opened them.</remarks>
internal sealed class NarrowedDirectory : RootDirectory
{
    private readonly RootDirectory _root;
    private readonly Part[] _parts;

    /// <summary>Initializes a new instance of the <see cref="NarrowedDirectory"/> class.</summary>
    /// <param name="root">The root that the directories are in.</param>
    /// <param name="parts">The directories, by their path beneath the root. None leaves nothing.</param>
    public NarrowedDirectory(RootDirectory root, IEnumerable<KeyValuePair<string, RootDirectory>> parts)
    {
        _root = root;

        // Of two that hold one another the outer one: what is beneath it may lead to all of it.
        _parts = [.. parts.Select(part => new Part(part.Key.Split('/'), part.Value)).OrderBy(part => part.Names.Length)];
    }

    public override ConfinementEngine Engine => _root.Engine;

    public override SafeFileHandle? Handle => _root.Handle;

    public override bool IsWhole => false;

    public override Outcome Check(ReadOnlySpan<char> path, bool changes, bool mustExist) =>
        TryFind(path, out var directory, out var rest) ? directory.Check(rest, changes, mustExist) : PathRefusal.Escapes;

    public override Outcome OpenFile(string path, FileMode mode, FileAccess access, out SafeFileHandle? handle)
    {
        handle = null;
        return TryFind(path, out var directory, out var rest) ? directory.OpenFile(rest.ToString(), mode, access, out handle) : PathRefusal.Escapes;
    }

    public override Outcome OpenDirectory(string path, SecureRootOptions options, bool changes, out RootDirectory? directory)
    {
        directory = null;
        return TryFind(path, out var part, out var rest) ? part.OpenDirectory(rest.ToString(), options, changes, out directory) : PathRefusal.Escapes;
    }

    public override Outcome GetInfo(string path, out PathInfo? info)
    {
        info = null;
        return TryFind(path, out var directory, out var rest) ? directory.GetInfo(rest.ToString(), out info) : PathRefusal.Escapes;
    }

    public override Outcome List(
        string path, NamePattern pattern, ListingLimits limits, out DirectoryListing? listing, CancellationToken cancellationToken)
    {
        listing = null;
        return TryFind(path, out var directory, out var rest)
            ? directory.List(rest.ToString(), pattern, limits, out listing, cancellationToken)
            : PathRefusal.Escapes;
    }

    public override Outcome CreateDirectory(string path) =>
        TryFind(path, out var directory, out var rest) ? directory.CreateDirectory(rest.ToString()) : PathRefusal.Escapes;

    public override Outcome Delete(string path) =>
        TryFind(path, out var directory, out var rest) ? directory.Delete(rest.ToString()) : PathRefusal.Escapes;

    public override Outcome DeleteRecursive(string path, CancellationToken cancellationToken) =>
        TryFind(path, out var directory, out var rest) ? directory.DeleteRecursive(rest.ToString(), cancellationToken) : PathRefusal.Escapes;

    /// <summary>Between two parts nothing is moved: each handle is a world of its own.</summary>
    public override Outcome Move(string from, string to, bool overwrite, CancellationToken cancellationToken) =>
        TryFind(from, out var source, out var old) && TryFind(to, out var target, out var renamed) && ReferenceEquals(source, target)
            ? source.Move(old.ToString(), renamed.ToString(), overwrite, cancellationToken)
            : PathRefusal.Escapes;

    public override Outcome Replace(string path, out Replacement? replacement)
    {
        replacement = null;
        return TryFind(path, out var directory, out var rest) ? directory.Replace(rest.ToString(), out replacement) : PathRefusal.Escapes;
    }

    public override void Dispose()
    {
    }

    private bool TryFind(ReadOnlySpan<char> path, out RootDirectory directory, out ReadOnlySpan<char> rest)
    {
        foreach (var part in _parts)
        {
            if (part.TryLeave(path, out rest))
            {
                directory = part.Directory;
                return true;
            }
        }

        directory = _root;
        rest = default;
        return false;
    }

    private sealed record Part(string[] Names, RootDirectory Directory)
    {
        /// <summary>Takes the names of this directory from the start of a path. A <c>..</c> among them is another name.</summary>
        public bool TryLeave(ReadOnlySpan<char> path, out ReadOnlySpan<char> rest)
        {
            rest = path;
            foreach (var name in Names)
            {
                if (!Next(ref rest).SequenceEqual(name))
                {
                    return false;
                }
            }

            rest = rest.TrimStart('/');
            rest = rest.IsEmpty ? "." : rest;
            return true;
        }

        /// <summary>Takes one name. Empty names and <c>.</c> mean nothing.</summary>
        private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
        {
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf('/');
                var name = end < 0 ? rest : rest[..end];
                rest = end < 0 ? [] : rest[(end + 1)..];
                if (name is not ("" or "."))
                {
                    return name;
                }
            }

            return [];
        }
    }
}

using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>
/// Follows a path name by name. Each directory is opened relative to the one before it, a reparse point is refused, and all of them stay
/// open until the walk ends: <c>..</c> goes back to the directory it came from, wherever that has been moved to.
/// </summary>
internal sealed class Walk(SafeFileHandle root, Rules rules, bool changes) : IDisposable
{
    private readonly Stack<SafeFileHandle> _directories = new();

    /// <summary>Gets the directory that the walk is in.</summary>
    public SafeFileHandle Current => _directories.TryPeek(out var directory) ? directory : root;

    /// <summary>Gets the last name of the path that <see cref="ToParentOf"/> was given.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Goes into each directory of the path.</summary>
    public Outcome Enter(ReadOnlySpan<char> path, Opening opening)
    {
        foreach (var part in path.Split('/'))
        {
            if (Step(path[part], opening) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        return Outcome.Done;
    }

    /// <summary>Goes into the directory that the last name of the path is in. The name itself is not looked at.</summary>
    public Outcome ToParentOf(ReadOnlySpan<char> path)
    {
        var whole = path.TrimEnd('/');
        var slash = whole.LastIndexOf('/');
        var entered = Enter(slash < 0 ? default : whole[..slash], Opening.Directory);
        Name = whole[(slash + 1)..].ToString();
        return entered.IsDone ? NameCheck.Of(Name) : entered;
    }

    /// <summary>Opens what the path means.</summary>
    public Outcome OpenTarget(string path, Opening opening, out SafeFileHandle? handle, out FileFacts facts)
    {
        handle = null;
        facts = default;
        var whole = path.AsSpan().TrimEnd('/');
        if (whole[(whole.LastIndexOf('/') + 1)..] is "" or "." or "..")
        {
            // It means a directory that the walk has been in; opened once more, so that no handle has two owners.
            var entered = Enter(path, Opening.Directory);
            entered = entered.IsDone && opening.Creates ? opening.AtDirectory : entered;
            return entered.IsDone ? OpenIn(Current, default, opening, rules, out handle, out facts) : entered;
        }

        var found = ToParentOf(path);
        found = found.IsDone ? Open(Name, opening, out handle, out facts) : found;
        if (found.IsDone && path[^1] == '/' && facts.Kind != PathKind.Directory)
        {
            handle!.Dispose();
            return PathRefusal.NotADirectory;
        }

        return found;
    }

    /// <summary>Opens one name in the directory that the walk is in.</summary>
    public Outcome Open(ReadOnlySpan<char> name, Opening opening, out SafeFileHandle? handle, out FileFacts facts)
    {
        handle = null;
        facts = default;
        var refused = NameCheck.Of(name);
        if (!refused.IsDone)
        {
            return refused;
        }

        return changes && rules.Protected.Contains(name) ? PathRefusal.ProtectedName : OpenIn(Current, name, opening, rules, out handle, out facts);
    }

    /// <summary>Opens one name in a directory, and refuses what it turns out to be by what Windows says of the open handle.</summary>
    public static Outcome OpenIn(
        SafeFileHandle directory, ReadOnlySpan<char> name, Opening opening, Rules rules, out SafeFileHandle? handle, out FileFacts facts)
    {
        facts = default;
        var outcome = NtStatus.Outcome(Nt.Open(directory, name, opening, out handle));
        outcome = outcome.IsDone ? FileFacts.Of(handle!, out facts) : outcome;
        outcome = outcome.IsDone ? rules.Accept(facts) : outcome;
        if (!outcome.IsDone)
        {
            handle?.Dispose();
            handle = null;
        }

        return outcome;
    }

    public void Dispose()
    {
        foreach (var directory in _directories)
        {
            directory.Dispose();
        }
    }

    private Outcome Step(ReadOnlySpan<char> name, Opening opening)
    {
        if (name is "" or ".")
        {
            return Outcome.Done;
        }

        if (name is "..")
        {
            return GoUp();
        }

        var opened = Open(name, opening, out var directory, out _);
        if (opened.IsDone)
        {
            _directories.Push(directory!);
        }

        return opened;
    }

    private Outcome GoUp()
    {
        if (!_directories.TryPop(out var left))
        {
            return PathRefusal.Escapes;
        }

        left.Dispose();
        return Outcome.Done;
    }
}

using McpSecure.Files.Names;

namespace McpSecure.Files;

/// <summary>What a listing has found so far, and whether it may go on. Walking the directories is for the engine.</summary>
internal sealed class ListingBuilder(NamePattern pattern, ListingLimits limits)
{
    private readonly List<PathEntry> _entries = [];
    private int _visited;
    private int _skipped;
    private bool _isDeeper;

    /// <summary>Gets a value indicating whether a limit has ended the listing.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Counts an entry that is looked at. False if that was one too many.</summary>
    public bool Visit()
    {
        IsCut |= ++_visited > limits.MaxVisited;
        return !IsCut;
    }

    /// <summary>Counts a name or a directory that cannot be read.</summary>
    public void Skip() => _skipped++;

    /// <summary>Takes an entry if its name fits.</summary>
    /// <returns>Whether it is a directory to be entered.</returns>
    public bool Take(string path, ReadOnlySpan<char> name, PathKind kind, int depth)
    {
        if ((kind == PathKind.File || !limits.FilesOnly) && pattern.Matches(name))
        {
            IsCut = _entries.Count == limits.MaxEntries;
            if (IsCut)
            {
                return false;
            }

            _entries.Add(new PathEntry(path, kind));
        }

        var isEntered = kind == PathKind.Directory && depth < limits.MaxDepth;

        // Whoever lists one level has asked for no more.
        _isDeeper |= kind == PathKind.Directory && !isEntered && limits.MaxDepth > 1;
        return isEntered;
    }

    public DirectoryListing ToListing()
    {
        _entries.Sort((first, second) => string.CompareOrdinal(first.Path, second.Path));
        return new DirectoryListing(_entries, !IsCut && !_isDeeper, _skipped);
    }
}

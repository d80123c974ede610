using McpSecure.Files.Names;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>Collects what is beneath a directory, and enters the directories there by their open parent, never through a link.</summary>
internal sealed class Lister(NamePattern pattern, ListingLimits limits, Rules rules, CancellationToken cancellationToken)
{
    private readonly List<PathEntry> _entries = [];
    private int _visited;
    private int _skipped;
    private bool _isCut;
    private bool _isDeeper;

    /// <summary>Lists an open directory.</summary>
    public Outcome List(SafeFileHandle directory, string prefix, int depth)
    {
        using var reader = new EntryReader(directory);
        while (!_isCut && reader.Next(out var name, out var kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_visited > limits.MaxVisited)
            {
                _isCut = true;
            }
            else if (NameCheck.IsText(name))
            {
                Take(directory, name.ToString(), prefix, kind, depth);
            }
            else
            {
                _skipped++;
            }
        }

        return reader.End;
    }

    public DirectoryListing ToListing()
    {
        _entries.Sort((first, second) => string.CompareOrdinal(first.Path, second.Path));
        return new DirectoryListing(_entries, !_isCut && !_isDeeper, _skipped);
    }

    private void Take(SafeFileHandle directory, string name, string prefix, PathKind kind, int depth)
    {
        var path = prefix + name;
        if ((kind == PathKind.File || !limits.FilesOnly) && pattern.Matches(name))
        {
            _isCut = _entries.Count == limits.MaxEntries;
            if (_isCut)
            {
                return;
            }

            _entries.Add(new PathEntry(path, kind));
        }

        if (kind == PathKind.Directory && depth < limits.MaxDepth)
        {
            Enter(directory, name, path, depth);
        }
        else if (kind == PathKind.Directory)
        {
            // Whoever lists one level has asked for no more.
            _isDeeper |= limits.MaxDepth > 1;
        }
    }

    private void Enter(SafeFileHandle directory, string name, string path, int depth)
    {
        var opened = Walk.OpenIn(directory, name, Opening.Listing, rules, out var entered, out _);
        using (entered)
        {
            _skipped += opened.IsDone && List(entered!, path + "/", depth + 1).IsDone ? 0 : 1;
        }
    }
}

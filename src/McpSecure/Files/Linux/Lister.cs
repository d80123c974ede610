using System.Text;
using McpSecure.Files.Names;

namespace McpSecure.Files.Linux;

/// <summary>Collects what is beneath a directory, and enters the directories there by their open parent, never through a link.</summary>
internal sealed class Lister(NamePattern pattern, ListingLimits limits, ulong? mount, CancellationToken cancellationToken)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<PathEntry> _entries = [];
    private int _visited;
    private int _skipped;
    private bool _isCut;
    private bool _isDeeper;

    /// <summary>Lists an open directory.</summary>
    /// <returns>0, or an error number, negated.</returns>
    public int List(int directory, string prefix, int depth)
    {
        using var reader = new EntryReader(directory);
        while (!_isCut && reader.Next(out var name, out var kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++_visited > limits.MaxVisited)
            {
                _isCut = true;
            }
            else if (TryRead(name, out var text))
            {
                Take(directory, name, prefix + text, text, kind ?? KindOf(directory, name), depth);
            }
            else
            {
                _skipped++;
            }
        }

        return reader.Error;
    }

    public DirectoryListing ToListing()
    {
        _entries.Sort((first, second) => string.CompareOrdinal(first.Path, second.Path));
        return new DirectoryListing(_entries, !_isCut && !_isDeeper, _skipped);
    }

    private void Take(int directory, ReadOnlySpan<byte> name, string path, string text, PathKind kind, int depth)
    {
        if ((kind == PathKind.File || !limits.FilesOnly) && pattern.Matches(text))
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

    private void Enter(int directory, ReadOnlySpan<byte> name, string path, int depth)
    {
        using var entered = new Descriptor(Libc.OpenAt(directory, name, Libc.ReadOnly | Libc.NonBlocking | Abi.Directory | Abi.NoFollow));
        var isReadable = entered.IsOpen
            && (mount is null || (Libc.Stat(entered.Value, out var stat) >= 0 && stat.Mount == mount))
            && List(entered.Value, path + "/", depth + 1) >= 0;
        _skipped += isReadable ? 0 : 1;
    }

    private static bool TryRead(ReadOnlySpan<byte> name, out string text)
    {
        try
        {
            text = Strict.GetString(name[..^1]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = string.Empty;
            return false;
        }
    }

    private static PathKind KindOf(int directory, ReadOnlySpan<byte> name) =>
        Libc.StatEntry(directory, name, out var stat) >= 0 ? stat.Kind : PathKind.Special;
}

using System.Security.Cryptography;

namespace McpSecure.Fuzz;

/// <summary>Which files and folders there are, and what is in them.</summary>
internal sealed class Snapshot
{
    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="withContents">Whether the bytes count, or only length and time.</param>
    /// <param name="except">Folders below it to leave out.</param>
    public static Snapshot Of(string folder, bool withContents = true, params string[] except)
    {
        var snapshot = new Snapshot();
        snapshot.Read(new DirectoryInfo(folder), withContents, except);
        return snapshot;
    }

    public Snapshot And(Snapshot other)
    {
        foreach (var (path, state) in other._entries)
        {
            _entries[path] = state;
        }

        return this;
    }

    public Snapshot And(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            _entries[file] = StateOf(new FileInfo(file), withContents: true);
        }

        return this;
    }

    /// <summary>Says what differs in a later one; empty if nothing does.</summary>
    public string[] ChangesTo(Snapshot later) =>
    [
        .. _entries.Where(entry => later._entries.TryGetValue(entry.Key, out var state) && state != entry.Value).Select(entry => $"{entry.Key} changed"),
        .. GoneIn(later).Select(path => $"{path} is gone"),
        .. later.GoneIn(this).Select(path => $"{path} is new"),
    ];

    /// <summary>What is missing in a later one.</summary>
    public string[] GoneIn(Snapshot later) => [.. _entries.Keys.Where(path => !later._entries.ContainsKey(path))];

    private void Read(DirectoryInfo folder, bool withContents, string[] except)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (except.Contains(entry.FullName, StringComparer.Ordinal))
            {
                continue;
            }

            _entries[entry.FullName] = entry is FileInfo file ? StateOf(file, withContents) : "a folder";
            if (entry is DirectoryInfo inner)
            {
                Read(inner, withContents, except);
            }
        }
    }

    /// <remarks>The time too: a file that was written with what it already held has been touched.</remarks>
    private static string StateOf(FileInfo file, bool withContents) =>
        $"{file.Length} {file.LastWriteTimeUtc.Ticks} {(withContents ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))) : "")}";
}

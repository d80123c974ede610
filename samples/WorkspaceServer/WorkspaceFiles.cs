using System.Globalization;
using System.Text;
using McpSecure.Files;
using ModelContextProtocol;

namespace WorkspaceServer;

/// <summary>Lists, reads, writes and deletes files of the workspace. The root it gets is the one that the policy grants for the call.</summary>
/// <remarks>
/// What the root refuses is told to the client by McpSecure, which names the reason and no path of this machine. Where there is something
/// better to say, it is said here.
/// </remarks>
internal static class WorkspaceFiles
{
    /// <summary>The most that one read returns: enough for a source file, and not enough to fill a model's context.</summary>
    public const int MaxReadBytes = 256 * 1024;

    /// <summary>The most names that one listing returns.</summary>
    public const int MaxEntries = 500;

    private const int MaxDepth = 32;
    private const int MaxMeasured = 10_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Lists the files below a folder whose name fits a pattern. The pattern sees names only, so it cannot leave the folder.</summary>
    public static string List(SecureRoot workspace, string path, string pattern, int limit, CancellationToken cancellationToken)
    {
        var (paths, isComplete) = Find(workspace, path.TrimEnd('/'), pattern, limit, cancellationToken);
        var lines = paths.ConvertAll(OneLine);
        if (!isComplete)
        {
            lines.Add($"[truncated: {lines.Count} files found, and there are more, or folders deeper than {MaxDepth} levels; ask for a folder or a narrower pattern]");
        }

        return lines.Count == 0 ? $"No file below '{path}' fits '{pattern}'." : string.Join('\n', lines);
    }

    /// <summary>Finds files. Of the whole workspace, without what git and this server keep in it.</summary>
    private static (List<string> Paths, bool IsComplete) Find(
        SecureRoot workspace, string folder, string pattern, int limit, CancellationToken cancellationToken)
    {
        var limits = new ListingLimits { MaxEntries = limit, MaxDepth = MaxDepth, FilesOnly = true };
        if (folder is not ".")
        {
            var found = workspace.Enumerate(folder, pattern, limits, cancellationToken);
            return ([.. found.Entries.Select(entry => $"{folder}/{entry.Path}")], found.IsComplete);
        }

        var top = workspace.Enumerate(".", pattern, new ListingLimits { MaxEntries = limit, FilesOnly = true }, cancellationToken);
        var (paths, isComplete) = (top.Entries.Select(entry => entry.Path).ToList(), top.IsComplete);
        foreach (var inner in workspace.Enumerate(".", "*", cancellationToken: cancellationToken).Entries.Where(IsWork))
        {
            var rest = Find(workspace, inner.Path, pattern, limit, cancellationToken);
            isComplete &= rest.IsComplete && paths.Count + rest.Paths.Count <= limit;
            paths.AddRange(rest.Paths.Take(limit - paths.Count));
        }

        return (paths, isComplete);
    }

    private static bool IsWork(PathEntry entry) => entry.Kind == PathKind.Directory && entry.Path is not (".git" or Notes.Folder);

    /// <summary>A name may hold a line break, and would look like two names, or like a remark of ours.</summary>
    private static string OneLine(string path) => string.Concat(path.Select(character => char.IsControl(character) ? '\ufffd' : character));

    /// <summary>Reads a text file, or the beginning of a large one, and of that the lines that are asked for.</summary>
    public static async Task<string> ReadAsync(SecureRoot workspace, string path, LineRange? lines, CancellationToken cancellationToken)
    {
        var text = await ReadAsync(workspace, path, cancellationToken);
        return lines is null ? text : string.Join('\n', text.Split('\n').Skip(lines.From - 1).Take(lines.To - lines.From + 1));
    }

    private static async Task<string> ReadAsync(SecureRoot workspace, string path, CancellationToken cancellationToken)
    {
        await using var stream = workspace.OpenRead(path);
        var length = stream.Length;
        var bytes = new byte[Math.Min(length, MaxReadBytes)];
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            // Not flushed where the text goes on: the cut may have gone through a character, whose first bytes are then left out.
            var truncated = length > count;
            var characters = new char[StrictUtf8.GetMaxCharCount(count)];
            var text = new string(characters, 0, StrictUtf8.GetDecoder().GetChars(bytes, 0, count, characters, 0, flush: !truncated));
            return truncated ? $"{text}\n[truncated: the first {count} of {length} bytes]" : text;
        }
        catch (DecoderFallbackException exception)
        {
            throw new McpException($"'{path}' is not a text file in UTF-8.", exception);
        }
    }

    /// <summary>Writes a text file and the folders it needs.</summary>
    public static async Task<string> WriteAsync(
        SecureRoot workspace, string path, string text, WriteMode mode, CancellationToken cancellationToken)
    {
        if (path.EndsWith('/'))
        {
            throw new McpException($"'{path}' is a folder. Name the file in it.");
        }

        if (path.LastIndexOf('/') is > 0 and var end)
        {
            workspace.CreateDirectory(path[..end]);
        }

        var bytes = StrictUtf8.GetBytes(text);
        try
        {
            switch (mode)
            {
                case WriteMode.Overwrite:
                    await workspace.WriteAllBytesAtomicAsync(path, bytes, cancellationToken);
                    break;
                default:
                    await using (var stream = mode == WriteMode.Append ? workspace.Append(path) : workspace.CreateNew(path))
                    {
                        await stream.WriteAsync(bytes, cancellationToken);
                    }

                    break;
            }
        }
        catch (PathRefusedException exception) when (exception.Reason == PathRefusal.Exists)
        {
            throw new McpException($"'{path}' exists already. Use mode 'overwrite' or 'append', or another name.", exception);
        }

        return $"Wrote {bytes.Length} bytes to '{path}'.";
    }

    /// <summary>Says how much there is in a file.</summary>
    public static string DescribeFile(SecureRoot workspace, string path)
    {
        var info = workspace.GetInfo(path);
        return info.Kind == PathKind.File
            ? string.Create(CultureInfo.InvariantCulture, $"1 file, {info.Length:n0} bytes, goes. Nothing brings it back.")
            : "Nothing: there is no file of that name.";
    }

    /// <summary>Deletes a file. Folders stay: one call must not take more than one thing away.</summary>
    public static string Delete(SecureRoot workspace, string path)
    {
        if (workspace.GetInfo(path).Kind != PathKind.File)
        {
            throw new McpException($"'{path}' is no file of the workspace.");
        }

        workspace.Delete(path);
        return $"Deleted '{path}'.";
    }

    /// <summary>Counts what the workspace holds.</summary>
    public static (int Files, long Bytes, bool IsComplete) Measure(SecureRoot workspace, CancellationToken cancellationToken)
    {
        var (paths, isComplete) = Find(workspace, ".", "*", MaxMeasured, cancellationToken);
        return (paths.Count, paths.Sum(path => LengthOf(workspace, path)), isComplete);
    }

    private static long LengthOf(SecureRoot workspace, string path)
    {
        try
        {
            return workspace.GetInfo(path).Length;
        }
        catch (PathRefusedException)
        {
            return 0; // gone since it was listed
        }
    }
}

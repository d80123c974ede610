using System.IO.Enumeration;
using System.Text;
using ModelContextProtocol;

namespace WorkspaceServer;

/// <summary>Lists, reads, writes and deletes files of the workspace; every failure is a sentence without a path of this machine.</summary>
internal sealed class WorkspaceFiles(Workspace workspace)
{
    /// <summary>The most that one read returns: enough for a source file, and not enough to fill a model's context.</summary>
    public const int MaxReadBytes = 256 * 1024;

    /// <summary>The most names that one listing returns.</summary>
    public const int MaxEntries = 500;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Lists the files below a folder whose name fits a pattern.</summary>
    public string List(string path, string pattern, int limit, CancellationToken cancellationToken)
    {
        var folder = workspace.Resolve(path);
        if (!Directory.Exists(folder))
        {
            throw new McpException($"'{path}' is no folder of the workspace.");
        }

        var found = new List<string>();
        foreach (var file in Enumerate(folder, pattern))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (found.Count == limit)
            {
                found.Sort(StringComparer.Ordinal);
                found.Add($"[truncated: the first {limit} files found; ask for a folder or a narrower pattern]");
                return string.Join('\n', found);
            }

            found.Add(workspace.Relative(file));
        }

        found.Sort(StringComparer.Ordinal);
        return found.Count == 0 ? $"No file below '{path}' fits '{pattern}'." : string.Join('\n', found);
    }

    /// <summary>Reads a text file, or the beginning of a large one, and of that the lines that are asked for.</summary>
    public async Task<string> ReadAsync(string path, LineRange? lines, CancellationToken cancellationToken)
    {
        var text = await ReadAsync(path, cancellationToken);
        return lines is null ? text : string.Join('\n', text.Split('\n').Skip(lines.From - 1).Take(lines.To - lines.From + 1));
    }

    private async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = workspace.Resolve(path);
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            var length = stream.Length;
            var bytes = new byte[Math.Min(length, MaxReadBytes)];
            var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);

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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(exception, path, "read");
        }
    }

    /// <summary>Writes a text file and the folders it needs.</summary>
    public async Task<string> WriteAsync(string path, string text, WriteMode mode, CancellationToken cancellationToken)
    {
        var file = workspace.Resolve(path);
        if (mode == WriteMode.Create && File.Exists(file))
        {
            throw new McpException($"'{path}' exists already. Use mode 'overwrite' or 'append', or another name.");
        }

        var fileMode = mode switch
        {
            WriteMode.Create => FileMode.CreateNew,
            WriteMode.Overwrite => FileMode.Create,
            WriteMode.Append => FileMode.Append,
            _ => throw new McpException("The mode is 'create', 'overwrite' or 'append'."),
        };
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? workspace.Root);
            await using var stream = new FileStream(file, fileMode, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            var bytes = StrictUtf8.GetBytes(text);
            await stream.WriteAsync(bytes, cancellationToken);
            return $"Wrote {bytes.Length} bytes to '{workspace.Relative(file)}'.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(exception, path, "written");
        }
    }

    /// <summary>Deletes a file. Folders stay: one call must not take more than one thing away.</summary>
    public string Delete(string path)
    {
        var file = workspace.Resolve(path);
        if (!File.Exists(file))
        {
            throw new McpException($"'{path}' is no file of the workspace.");
        }

        try
        {
            File.Delete(file);
            return $"Deleted '{workspace.Relative(file)}'.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(exception, path, "deleted");
        }
    }

    /// <summary>Counts what the workspace holds.</summary>
    public (int Files, long Bytes) Measure(CancellationToken cancellationToken)
    {
        var files = 0;
        var bytes = 0L;
        foreach (var file in Enumerate(workspace.Root, "*"))
        {
            cancellationToken.ThrowIfCancellationRequested();
            files++;
            bytes += new FileInfo(file) is { Exists: true } info ? info.Length : 0;
        }

        return (files, bytes);
    }

    /// <remarks>
    /// The pattern meets names only. As a search pattern of <see cref="Directory"/> it could be <c>../*</c>, which leaves the folder.
    /// Links are skipped: they may lead out, or around in a circle.
    /// </remarks>
    private static FileSystemEnumerable<string> Enumerate(string folder, string pattern) => new(
        folder,
        (ref FileSystemEntry entry) => entry.ToFullPath(),
        new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            !entry.IsDirectory && FileSystemName.MatchesSimpleExpression(pattern, entry.FileName, ignoreCase: false),
    };

    /// <remarks>The message of the exception names the full path, so the client gets a sentence of ours.</remarks>
    private static McpException Explain(Exception exception, string path, string verb) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException when verb is not "written" => new($"'{path}' does not exist in the workspace.", exception),
        UnauthorizedAccessException => new($"'{path}' cannot be {verb}: it is a folder, or the system does not permit it.", exception),
        _ => new($"'{path}' cannot be {verb}: the system reported an input or output error.", exception),
    };
}

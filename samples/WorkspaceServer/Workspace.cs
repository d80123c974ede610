using ModelContextProtocol;

namespace WorkspaceServer;

/// <summary>The one folder this server serves, and the way from what a client wrote to a path below it.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _prefix;
    private readonly bool _isOurs;

    private Workspace(string root, bool isOurs)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _prefix = Path.EndsInDirectorySeparator(Root) ? Root : Root + Path.DirectorySeparatorChar;
        _isOurs = isOurs;
    }

    /// <summary>Gets the full path of the folder. Never shown to a client.</summary>
    public string Root { get; }

    /// <summary>Opens a folder, or makes a temporary one that is deleted at the end.</summary>
    public static Workspace Open(string? directory)
    {
        if (directory is not null)
        {
            return new Workspace(directory, isOurs: false);
        }

        var workspace = new Workspace(Directory.CreateTempSubdirectory("workspace-").FullName, isOurs: true);
        workspace.Furnish();
        return workspace;
    }

    /// <summary>Finds the full path of what a client named.</summary>
    /// <exception cref="McpException">The name leads out of the workspace, or is none.</exception>
    /// <remarks>
    /// Confined by spelling only: a symbolic link inside the workspace still leads out of it, and a folder may be exchanged between this
    /// check and the open. The path guard of McpSecure will replace it.
    /// </remarks>
    public string Resolve(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new McpException("A path cannot contain the character NUL.");
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, Root));

        // With the separator, or the neighbour "workspace-2" would count as inside "workspace".
        return string.Equals(full, Root, StringComparison.Ordinal) || full.StartsWith(_prefix, StringComparison.Ordinal)
            ? full
            : throw new McpException($"'{path}' is outside the workspace. Use a path relative to it, for example 'notes/todo.md'.");
    }

    /// <summary>Names a path below the root the way clients write it.</summary>
    public string Relative(string fullPath) => Path.GetRelativePath(Root, fullPath).Replace('\\', '/');

    /// <summary>Deletes the folder if <see cref="Open"/> made it.</summary>
    public void Dispose()
    {
        if (!_isOurs)
        {
            return;
        }

        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The temporary workspace {Root} could not be deleted: {exception.Message}");
        }
    }

    private void Furnish()
    {
        Write("welcome.md", "# Welcome\nThis workspace is temporary: it goes when the server stops.\n");
        Write("notes/todo.md", "- water the plants\n- read the log\n");
        Write("notes/ideas.md", "- a bookshelf for the hall\n");
        Write("data/inventory.csv", "item,count\nchair,4\ntable,1\n");

        void Write(string path, string text)
        {
            var file = Path.Join(Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}

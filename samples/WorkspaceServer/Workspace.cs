using McpSecure.Files;
using McpSecure.Sqlite;

namespace WorkspaceServer;

/// <summary>The one folder this server serves.</summary>
internal sealed class Workspace : IDisposable
{
    /// <summary>The name of the root in the policy, in refusals and in records.</summary>
    public const string RootName = "workspace";

    private readonly bool _isOurs;

    private Workspace(string directory, bool isOurs)
    {
        Directory = directory;
        _isOurs = isOurs;
    }

    /// <summary>Gets the full path of the folder. Never shown to a client.</summary>
    public string Directory { get; }

    /// <summary>Gets the full path of what git takes for its repository: a temporary directory that nobody else writes to.</summary>
    public string Repository { get; } = Git.MakeRepository();

    /// <summary>Gets the full path of the database of notes.</summary>
    public string NotesFile => Path.Join(Directory, Notes.DatabaseFile);

    /// <summary>Takes a folder, or makes a temporary one that is deleted at the end.</summary>
    public static async Task<Workspace> OpenAsync(string? directory)
    {
        var workspace = directory is null
            ? new Workspace(System.IO.Directory.CreateTempSubdirectory("workspace-").FullName, isOurs: true)
            : new Workspace(Path.GetFullPath(directory), isOurs: false);
        try
        {
            await workspace.PrepareAsync();
            return workspace;
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>Deletes what <see cref="OpenAsync"/> made.</summary>
    public void Dispose()
    {
        try
        {
            System.IO.Directory.Delete(Repository, recursive: true);
            if (!_isOurs)
            {
                return;
            }

            using var root = OpenAll();
            foreach (var entry in root.Enumerate(".").Entries)
            {
                root.DeleteRecursive(entry.Path);
            }

            System.IO.Directory.Delete(Directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The temporary workspace {Directory} could not be deleted: {exception.Message}");
        }
    }

    /// <summary>The server's own access. What was made here is cleaned up here, whatever its name.</summary>
    private SecureRoot OpenAll() => SecureRoot.Open(
        Directory, new SecureRootOptions { Name = RootName, Access = PathAccess.ReadWrite, ProtectedNames = [], SymbolicLinks = SymbolicLinks.Deny });

    private async Task PrepareAsync()
    {
        using var root = OpenAll();
        if (_isOurs)
        {
            Furnish(root);
            await Git.RecordAsync(root);
        }

        await PrepareNotesAsync(root);
    }

    /// <remarks>
    /// SQLite opens by path and follows links. The folder may be somebody else's work, with a link to another database in place of this one.
    /// </remarks>
    /// <exception cref="PathRefusedException">The folder of the notes, or their database, is a link.</exception>
    private async Task PrepareNotesAsync(SecureRoot root)
    {
        root.CreateDirectory(Notes.Folder);
        await root.Append(Notes.DatabaseFile).DisposeAsync();
        await Notes.PrepareAsync(SqliteDatabase.Open(NotesFile));
    }

    private static void Furnish(SecureRoot root)
    {
        root.CreateDirectory("notes");
        root.CreateDirectory("data");
        root.WriteAllTextAtomic("welcome.md", "# Welcome\nThis workspace is temporary: it goes when the server stops.\n");
        root.WriteAllTextAtomic("notes/todo.md", "- water the plants\n- read the log\n");
        root.WriteAllTextAtomic("notes/ideas.md", "- a bookshelf for the hall\n");
        root.WriteAllTextAtomic("data/inventory.csv", "item,count\nchair,4\ntable,1\n");
    }
}

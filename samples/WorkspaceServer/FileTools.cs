using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>The tools of this server. What each of them does is in <see cref="WorkspaceFiles"/>; who may use it, in appsettings.json.</summary>
[McpServerToolType]
internal sealed class FileTools(WorkspaceFiles files)
{
    private const int MaxPathLength = 1024;

    // Of the whole path: what is none on any system never reaches the code that opens it.
    private const string PathPattern = "[^\\\\\\u0000-\\u001F\\u007F]+";

    private const string PathDescription = "Path relative to the workspace, with forward slashes: notes/todo.md";

    [McpServerTool(Name = "list_files", ReadOnly = true)]
    [Description("Lists the files below a folder of the workspace, one path per line.")]
    public string ListFiles(
        [Description("Folder relative to the workspace; the whole workspace by default."),
         RegularExpression(PathPattern), MaxLength(MaxPathLength)] string path = ".",
        [Description("File names to list; * stands for any text, ? for one character: *.md"), StringLength(128, MinimumLength = 1)] string pattern = "*",
        [Description("The most names to list."), Range(1, WorkspaceFiles.MaxEntries)] int limit = WorkspaceFiles.MaxEntries,
        CancellationToken cancellationToken = default) =>
        files.List(path, pattern, limit, cancellationToken);

    [McpServerTool(Name = "read_file", ReadOnly = true)]
    [Description("Reads a UTF-8 text file, or some of its lines. Of a large file, the first 256 KB.")]
    public Task<string> ReadFileAsync(
        [Description(PathDescription), RegularExpression(PathPattern), MaxLength(MaxPathLength)] string path,
        [Description("The lines to read; the whole file by default.")] LineRange? lines = null,
        CancellationToken cancellationToken = default) =>
        files.ReadAsync(path, lines, cancellationToken);

    [McpServerTool(Name = "write_file", Destructive = false)]
    [Description("Writes a UTF-8 text file, and the folders it needs.")]
    public Task<string> WriteFileAsync(
        [Description(PathDescription), RegularExpression(PathPattern), MaxLength(MaxPathLength)] string path,
        [Description("The text to write."), MaxLength(WorkspaceFiles.MaxReadBytes)] string text,
        [Description("create fails if the file exists; overwrite replaces it; append adds to its end.")] WriteMode mode = WriteMode.Create,
        CancellationToken cancellationToken = default) =>
        files.WriteAsync(path, text, mode, cancellationToken);

    [McpServerTool(Name = "delete_file", Destructive = true)]
    [Description("Deletes a file. It cannot be undone.")]
    public string DeleteFile([Description(PathDescription), RegularExpression(PathPattern), MaxLength(MaxPathLength)] string path) => files.Delete(path);
}

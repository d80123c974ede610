using System.ComponentModel;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>The tools of this server. What each of them does is in <see cref="WorkspaceFiles"/>; who may use it, in appsettings.json.</summary>
[McpServerToolType]
internal sealed class FileTools(WorkspaceFiles files)
{
    private const string PathDescription = "Path relative to the workspace, with forward slashes: notes/todo.md";

    [McpServerTool(Name = "list_files", ReadOnly = true)]
    [Description("Lists the files below a folder of the workspace, one path per line.")]
    public string ListFiles(
        [Description("Folder relative to the workspace; the whole workspace by default.")] string path = ".",
        [Description("File names to list; * stands for any text, ? for one character: *.md")] string pattern = "*",
        CancellationToken cancellationToken = default) =>
        files.List(path, pattern, cancellationToken);

    [McpServerTool(Name = "read_file", ReadOnly = true)]
    [Description("Reads a UTF-8 text file. Of a large file, the first 256 KB.")]
    public Task<string> ReadFileAsync([Description(PathDescription)] string path, CancellationToken cancellationToken) =>
        files.ReadAsync(path, cancellationToken);

    [McpServerTool(Name = "write_file", Destructive = false)]
    [Description("Writes a UTF-8 text file, and the folders it needs.")]
    public Task<string> WriteFileAsync(
        [Description(PathDescription)] string path,
        [Description("The text to write.")] string text,
        [Description("create fails if the file exists; overwrite replaces it; append adds to its end.")] WriteMode mode = WriteMode.Create,
        CancellationToken cancellationToken = default) =>
        files.WriteAsync(path, text, mode, cancellationToken);

    [McpServerTool(Name = "delete_file", Destructive = true)]
    [Description("Deletes a file. It cannot be undone.")]
    public string DeleteFile([Description(PathDescription)] string path) => files.Delete(path);
}

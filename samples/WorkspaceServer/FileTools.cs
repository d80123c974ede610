using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using McpSecure;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>The tools of this server. What each of them does is in <see cref="WorkspaceFiles"/>; who may use it, in appsettings.json.</summary>
/// <remarks>
/// Each path is confined twice: by the attribute before the tool runs, so that the client gets a reason, and by the root that the tool
/// gets, which no path leaves.
/// </remarks>
[McpServerToolType]
internal static class FileTools
{
    private const int MaxPathLength = 1024;

    private const string PathDescription = "Path relative to the workspace, with forward slashes: notes/todo.md";

    [McpServerTool(Name = "list_files", ReadOnly = true)]
    [Description("Lists the files below a folder of the workspace, one path per line.")]
    public static string ListFiles(
        [FromKeyedServices(Workspace.RootName)] SecureRoot workspace,
        [Description("Folder relative to the workspace; the whole workspace by default."), ConfinedPath(Workspace.RootName), MaxLength(MaxPathLength)]
        string path = ".",
        [Description("File names to list; * stands for any text, ? for one character: *.md"), StringLength(128, MinimumLength = 1)]
        string pattern = "*",
        [Description("The most names to list."), Range(1, WorkspaceFiles.MaxEntries)] int limit = WorkspaceFiles.MaxEntries,
        CancellationToken cancellationToken = default) =>
        WorkspaceFiles.List(workspace, path, pattern, limit, cancellationToken);

    [McpServerTool(Name = "read_file", ReadOnly = true)]
    [Description("Reads a UTF-8 text file, or some of its lines. Of a large file, the first 256 KB.")]
    public static Task<string> ReadFileAsync(
        [FromKeyedServices(Workspace.RootName)] SecureRoot workspace,
        [Description(PathDescription), ConfinedPath(Workspace.RootName, MustExist = true), MaxLength(MaxPathLength)] string path,
        [Description("The lines to read; the whole file by default.")] LineRange? lines = null,
        CancellationToken cancellationToken = default) =>
        WorkspaceFiles.ReadAsync(workspace, path, lines, cancellationToken);

    [McpServerTool(Name = "write_file", Destructive = false)]
    [Description("Writes a UTF-8 text file, and the folders it needs.")]
    public static Task<string> WriteFileAsync(
        [FromKeyedServices(Workspace.RootName)] SecureRoot workspace,
        [Description(PathDescription), ConfinedPath(Workspace.RootName, PathAccess.ReadWrite), MaxLength(MaxPathLength)] string path,
        [Description("The text to write."), MaxLength(WorkspaceFiles.MaxReadBytes)] string text,
        [Description("create fails if the file exists; overwrite replaces it; append adds to its end.")] WriteMode mode = WriteMode.Create,
        CancellationToken cancellationToken = default) =>
        WorkspaceFiles.WriteAsync(workspace, path, text, mode, cancellationToken);

    [McpServerTool(Name = "delete_file", Destructive = true)]
    [ApprovalPrompt("Delete {path}, for good?")]
    [Description("Deletes a file. It cannot be undone.")]
    public static string DeleteFile(
        [FromKeyedServices(Workspace.RootName)] SecureRoot workspace,
        [Description(PathDescription), ConfinedPath(Workspace.RootName, PathAccess.ReadWrite, MustExist = true), MaxLength(MaxPathLength)] string path) =>
        WorkspaceFiles.Delete(workspace, path);

    /// <summary>What <see cref="DeleteFile"/> would take away: for the person who is asked, and only to look.</summary>
    public static ValueTask<string> PreviewDeleteAsync(ApprovalPreview preview, CancellationToken cancellationToken) =>
        new(WorkspaceFiles.DescribeFile(preview.Services.GetRequiredKeyedService<SecureRoot>(Workspace.RootName), preview.Arguments.GetString("path")!));
}

using System.ComponentModel;
using McpSecure;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>Requests that a user may pick instead of typing them.</summary>
[McpServerPromptType]
internal static class FolderPrompts
{
    [McpServerPrompt(Name = "summarize_folder")]
    [Description("Asks for a summary of the files in a folder.")]
    public static string SummarizeFolder(
        [FromKeyedServices(Workspace.RootName)] SecureRoot workspace,
        [Description("Folder relative to the workspace."), ConfinedPath(Workspace.RootName, MustExist = true)] string path,
        CancellationToken cancellationToken) =>
        $"""
        Summarize the folder '{path}' of my workspace in five sentences at most. Read each file with read_file first, and say which ones
        you could not read. The folder holds:

        {WorkspaceFiles.List(workspace, path, "*", WorkspaceFiles.MaxEntries, cancellationToken)}
        """;
}

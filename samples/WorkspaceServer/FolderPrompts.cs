using System.ComponentModel;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>Requests that a user may pick instead of typing them.</summary>
[McpServerPromptType]
internal sealed class FolderPrompts(WorkspaceFiles files)
{
    [McpServerPrompt(Name = "summarize_folder")]
    [Description("Asks for a summary of the files in a folder.")]
    public string SummarizeFolder(
        [Description("Folder relative to the workspace.")] string path,
        CancellationToken cancellationToken) =>
        $"""
        Summarize the folder '{path}' of my workspace in five sentences at most. Read each file with read_file first, and say which ones
        you could not read. The folder holds:

        {files.List(path, "*", WorkspaceFiles.MaxEntries, cancellationToken)}
        """;
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using McpSecure;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>The history of the workspace, where git is on the machine.</summary>
[McpServerToolType]
internal static class GitTools
{
    [McpServerTool(Name = "git_log", ReadOnly = true)]
    [Description("Lists the commits that changed a file or folder of the workspace, one per line, the newest first.")]
    public static Task<string> GitLogAsync(
        GitHistory history,
        [FromKeyedServices(Workspace.RootName)] SecureRoot workspace,
        [Description("File or folder relative to the workspace; the whole workspace by default."), ConfinedPath(Workspace.RootName), MaxLength(1024)]
        string path = ".",
        [Description("The most commits to list."), Range(1, GitHistory.MaxCommits)] int limit = 10,
        CancellationToken cancellationToken = default) =>
        history.LogAsync(workspace, path, limit, cancellationToken);
}

using System.ComponentModel;
using System.Text.Json;
using McpSecure;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>The workspace as resources, for clients that attach context instead of calling tools.</summary>
[McpServerResourceType]
internal static class FileResources
{
    /// <remarks>The plus lets the variable hold slashes. The SDK decodes it after every filter; what is checked is the decoded path.</remarks>
    [McpServerResource(UriTemplate = "workspace://files/{+path}", Name = "file", MimeType = "text/plain")]
    [Description("A text file of the workspace.")]
    public static Task<string> ReadFileAsync(
        [FromKeyedServices(Workspace.RootName)] SecureRoot workspace,
        [ConfinedPath(Workspace.RootName, MustExist = true)] string path,
        CancellationToken cancellationToken) =>
        WorkspaceFiles.ReadAsync(workspace, path, lines: null, cancellationToken);

    [McpServerResource(UriTemplate = "workspace://status", Name = "status", MimeType = "application/json")]
    [Description("How many files the workspace holds, how large they are, and the limits of this server.")]
    public static string ReadStatus([FromKeyedServices(Workspace.RootName)] SecureRoot workspace, CancellationToken cancellationToken)
    {
        var (files, bytes, isComplete) = WorkspaceFiles.Measure(workspace, cancellationToken);
        return JsonSerializer.Serialize(
            new { files, bytes, isComplete, maxReadBytes = WorkspaceFiles.MaxReadBytes, maxEntries = WorkspaceFiles.MaxEntries });
    }
}

using System.ComponentModel;
using System.Text.Json;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>The workspace as resources, for clients that attach context instead of calling tools.</summary>
[McpServerResourceType]
internal sealed class FileResources(WorkspaceFiles files)
{
    /// <remarks>
    /// The plus lets the variable hold slashes. The SDK decodes it after every filter, so the path is checked here like any other.
    /// </remarks>
    [McpServerResource(UriTemplate = "workspace://files/{+path}", Name = "file", MimeType = "text/plain")]
    [Description("A text file of the workspace.")]
    public Task<string> ReadFileAsync(string path, CancellationToken cancellationToken) => files.ReadAsync(path, lines: null, cancellationToken);

    [McpServerResource(UriTemplate = "workspace://status", Name = "status", MimeType = "application/json")]
    [Description("How many files the workspace holds, how large they are, and the limits of this server.")]
    public string ReadStatus(CancellationToken cancellationToken)
    {
        var (count, bytes) = files.Measure(cancellationToken);
        return JsonSerializer.Serialize(new { files = count, bytes, maxReadBytes = WorkspaceFiles.MaxReadBytes, maxEntries = WorkspaceFiles.MaxEntries });
    }
}

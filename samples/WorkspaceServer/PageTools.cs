using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol.Server;

namespace WorkspaceServer;

/// <summary>Pages of the web, of the hosts that the policy names.</summary>
[McpServerToolType]
internal static class PageTools
{
    [McpServerTool(Name = "fetch_page", ReadOnly = true, OpenWorld = true)]
    [Description("Fetches a page of the web as text. The server decides which hosts may be reached.")]
    public static Task<string> FetchPageAsync(
        PageClient pages,
        [Description("The address of the page, with https."), StringLength(2048, MinimumLength = 1)] string url,
        CancellationToken cancellationToken) => pages.FetchAsync(url, cancellationToken);
}

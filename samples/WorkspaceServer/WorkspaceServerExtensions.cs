using McpSecure;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;

namespace WorkspaceServer;

/// <summary>The server itself: what the program runs and the tests start in memory.</summary>
internal static class WorkspaceServerExtensions
{
    /// <summary>Adds the server.</summary>
    /// <param name="services">The services of its host.</param>
    /// <param name="workspace">The folder to serve.</param>
    /// <param name="role">The role of the person who starts it.</param>
    public static IServiceCollection AddWorkspaceServer(this IServiceCollection services, Workspace workspace, string role)
    {
        services.AddMcpServer()
            .WithStdioServerTransport()
            .WithTools([typeof(FileTools)], McpSecureJson.StrictOptions) // what reads the arguments is as strict as their schemas
            .WithPrompts([typeof(FolderPrompts)])
            .WithResources([typeof(FileResources)])
            .AddMcpSecurity(security =>
            {
                security.LocalRole = role;
                security.Paths[Workspace.RootName] = new PathRootOptions { Root = workspace.Directory, Access = PathAccess.ReadWrite };
            });
        return services;
    }
}

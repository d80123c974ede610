using McpSecure;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
            .WithSecureStdioServerTransport()
            .WithTools([typeof(FileTools), typeof(GitTools), typeof(NoteTools), typeof(PageTools)], McpSecureJson.StrictOptions) // as strict as their schemas
            .WithPrompts([typeof(FolderPrompts)])
            .WithResources([typeof(FileResources)])
            .AddMcpSecurity(security =>
            {
                security.LocalRole = role;
                security.Tool("delete_file").Preview(FileTools.PreviewDeleteAsync);
                security.Paths[Workspace.RootName] = new PathRootOptions
                {
                    Root = workspace.Directory,
                    Access = PathAccess.ReadWrite,
                    ProtectedNames = { [Notes.Folder] = true },
                };
            });
        return services.AddGit(workspace).AddNotes(workspace).AddPages();
    }

    private static IServiceCollection AddGit(this IServiceCollection services, Workspace workspace)
    {
        if (Git.IsThere)
        {
            services.AddProcessRunner(Git.Configure);
        }

        return services.AddSingleton(workspace).AddSingleton<GitHistory>();
    }

    private static IServiceCollection AddNotes(this IServiceCollection services, Workspace workspace)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSqliteDatabase(workspace.NotesFile, Notes.Configure)
            .AddSingleton<Notes>();
    }

    private static IServiceCollection AddPages(this IServiceCollection services)
    {
        // Which hosts it may reach is in appsettings.json: McpSecurity:Egress:PageClient.
        services.AddHttpClient<PageClient>().UseEgressGuard();
        return services;
    }
}

using McpSecure;
using McpSecure.Files;
using McpSecure.Journal;
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
    /// <param name="journal">The folder in which is kept who did what; <see langword="null"/> for none.</param>
    public static IServiceCollection AddWorkspaceServer(this IServiceCollection services, Workspace workspace, string role, string? journal = null)
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
                Keep(security.Audit.Journal, journal);
            });
        return services.AddGit(workspace).AddNotes(workspace).AddPages();
    }

    /// <summary>The key and the second copy of the checkpoints lie beside the folder, never in it. On another machine's disk they would be safer still.</summary>
    private static void Keep(JournalOptions options, string? journal)
    {
        if (journal is not null)
        {
            options.Directory = journal;
            options.KeyFile = journal + ".key";
            options.CheckpointFile = journal + ".checkpoints";
        }
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

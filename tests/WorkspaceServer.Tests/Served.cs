using McpSecure.Testing;

namespace WorkspaceServer.Tests;

/// <summary>The server with its own policy and a temporary workspace, one for all tests of a class.</summary>
public sealed class Served : IAsyncLifetime
{
    private Workspace? _workspace;
    private SecuredTestServer? _server;

    /// <summary>The server.</summary>
    public SecuredTestServer Server => _server!;

    /// <summary>The folder of the workspace.</summary>
    public string Directory => _workspace!.Directory;

    /// <summary>Whether a file is there.</summary>
    public bool Has(string path) => File.Exists(Path.Join(_workspace!.Directory, path));

    public async Task InitializeAsync()
    {
        _workspace = await Workspace.OpenAsync(directory: null);
        _server = await SecuredTestServer.StartAsync(builder => builder.Services.AddWorkspaceServer(_workspace, role: "reader"));
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _workspace!.Dispose();
    }
}

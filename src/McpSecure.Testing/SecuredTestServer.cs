using System.Collections.Concurrent;
using System.Security.Claims;
using McpSecure.Testing.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace McpSecure.Testing;

/// <summary>Your own server in memory, with the policy it has in production and every check of its start.</summary>
/// <remarks>
/// <code>
/// await using var server = await SecuredTestServer.StartAsync(builder => builder.Services.AddMyServer());
/// var reader = await server.AsAsync("reader");
/// var outcome = await reader.CallToolAsync("delete_file", ("path", "a.txt"));
/// // outcome.Refusal is RefusalCode.NotFound, outcome.DecidedBy says which setting did it
/// </code>
/// Clients share what the server registered as singletons. Each has a server and options of its own, as over HTTP, so code that asks the
/// container for <c>McpServer</c> finds none. Servers and clients may be used in parallel.
/// </remarks>
public sealed class SecuredTestServer : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TestServerOptions _options;
    private readonly ConcurrentBag<SecuredTestClient> _clients = [];

    private SecuredTestServer(IHost host, TestServerOptions options)
    {
        _host = host;
        _options = options;
    }

    /// <summary>Gets the services of the server, for looking at what its tools did.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="configure">The registrations of the server, <c>AddMcpSecurity()</c> included; its transport is replaced.</param>
    /// <param name="options">Changes what the test needs otherwise than in production.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The server; dispose of it to stop it and to disconnect its clients.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="configure"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The registrations have no McpSecure.</exception>
    /// <exception cref="OptionsValidationException">The policy is wrong, or the server has a door that cannot be guarded: as in production.</exception>
    /// <exception cref="TimeoutException">It took longer than <see cref="TestServerOptions.Timeout"/>.</exception>
    public static async Task<SecuredTestServer> StartAsync(
        Action<IHostApplicationBuilder> configure, Action<TestServerOptions>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var chosen = new TestServerOptions();
        options?.Invoke(chosen);
        var host = TestHost.Build(configure, chosen);
        try
        {
            await chosen.Timeout.WithinAsync(
                "The start",
                async token =>
                {
                    await host.StartAsync(token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return new SecuredTestServer(host, chosen);
        }
        catch
        {
            await DisposeAsync(host).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Connects a client for somebody in these roles.</summary>
    /// <param name="roles">Roles of the policy; none for somebody who is known and in no role.</param>
    /// <returns>The client.</returns>
    /// <exception cref="ArgumentException">The policy has no such role.</exception>
    public Task<SecuredTestClient> AsAsync(params string[] roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        return ConnectAsync(StandIn.In(roles, Policy));
    }

    /// <summary>Connects a client for a user as your authentication describes him: claims, <c>Members</c> and <see cref="ICallerSource"/> count.</summary>
    /// <param name="user">The principal that the transport would put on his messages.</param>
    /// <returns>The client.</returns>
    public Task<SecuredTestClient> AsAsync(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return ConnectAsync(user);
    }

    /// <summary>Connects a client for somebody on the network of whom nothing is known.</summary>
    /// <returns>The client.</returns>
    public Task<SecuredTestClient> AsAnonymousAsync() => ConnectAsync(user: null);

    /// <summary>Connects a client for the person who started the process: in <see cref="McpSecurityOptions.LocalRole"/>.</summary>
    /// <returns>The client.</returns>
    public Task<SecuredTestClient> AsLocalAsync() => ConnectAsync(new StandIn(caller: null, Policy.RoleClaim));

    /// <summary>Disconnects the clients and stops the server.</summary>
    /// <returns>A task that ends when the server has stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }

        await _host.StopAsync().ConfigureAwait(false);
        await DisposeAsync(_host).ConfigureAwait(false);
    }

    private McpSecurityOptions Policy => Services.GetRequiredService<IOptions<McpSecurityOptions>>().Value;

    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();

    private async Task<SecuredTestClient> ConnectAsync(ClaimsPrincipal? user)
    {
        var client = await SecuredTestClient.ConnectAsync(Services, user, _options).ConfigureAwait(false);
        _clients.Add(client);
        return client;
    }
}

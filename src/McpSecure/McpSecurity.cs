using McpSecure.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure;

/// <summary>For servers whose options are not made by the dependency injection container.</summary>
public static class McpSecurity
{
    /// <summary>Guards every door of a server that will be created from these options.</summary>
    /// <param name="options">
    /// The options, otherwise finished: a filter added later may run before the guards. Sealing again puts the guards back in their places.
    /// </param>
    /// <param name="services">The services of an application that called <c>AddMcpSecurity()</c>.</param>
    /// <remarks>
    /// Needed for <see cref="McpServer.Create"/> with options of your own, and at the end of <c>ConfigureSessionOptions</c> of the HTTP
    /// package, which runs after everything else and may replace what was guarded. Options from the container are sealed already.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException"><paramref name="services"/> has no McpSecure.</exception>
    /// <exception cref="OptionsValidationException">The policy is wrong, or the options have a door that cannot be guarded.</exception>
    public static void Seal(McpServerOptions options, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(services);
        var sealer = services.GetService<Sealer>()
            ?? throw new InvalidOperationException("These services have no McpSecure. Call AddMcpSecurity() on the MCP server builder first.");
        sealer.Seal(options);
    }
}

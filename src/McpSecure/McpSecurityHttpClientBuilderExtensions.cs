using McpSecure.Execution;
using McpSecure.Policy.Egress;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts HTTP clients behind the guard against addresses that a model chose.</summary>
public static class McpSecurityHttpClientBuilderExtensions
{
    /// <summary>Lets a client reach only the hosts that are allowed, at public addresses: see <see cref="EgressGuard"/>.</summary>
    /// <param name="builder">The client, such as <c>services.AddHttpClient&lt;PageClient&gt;()</c>.</param>
    /// <param name="configure">
    /// What may be reached, such as <c>o => o.Hosts["api.example.com"] = true</c>. With <c>AddMcpSecurity()</c> the configuration section
    /// <c>McpSecurity:Egress:&lt;client&gt;</c> is laid over it, setting by setting and host by host.
    /// </param>
    /// <returns>The same <paramref name="builder"/>.</returns>
    /// <remarks>
    /// <para>Without any host, in code or in configuration, nothing may be reached.</para>
    /// <para>
    /// The guard takes the place of the client's primary handler, whatever else is set as one, before this call or after it. Handlers added
    /// with <c>AddHttpMessageHandler</c> stay before it. The clock is the <see cref="TimeProvider"/> of the services, if there is one. Calling
    /// it again adds only another <paramref name="configure"/>.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="builder"/> is that of the defaults of all clients, which name no client.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static IHttpClientBuilder UseEgressGuard(this IHttpClientBuilder builder, Action<EgressOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Name is null)
        {
            throw new ArgumentException("The defaults of all clients name no client. Call UseEgressGuard() on each client that a model chooses the address of.", nameof(builder));
        }

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EgressClients>();
        services.AddSingleton(new EgressClient(builder.Name, configure));
        if (!services.Any(service => service.ImplementationType == typeof(EgressFilter)))
        {
            services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, EgressFilter>());
        }

        return builder;
    }
}

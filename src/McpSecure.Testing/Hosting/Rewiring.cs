using McpSecure.Hosting;
using McpSecure.Identity;
using McpSecure.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Testing.Hosting;

/// <summary>What is changed in the author's own registrations, and nothing beside it: the transport, who calls, and where the policy is.</summary>
internal static class Rewiring
{
    private const string OwnCallerSource = "McpSecure.Testing";

    /// <exception cref="InvalidOperationException">The registrations have no McpSecure.</exception>
    public static void Rewire(this IServiceCollection services, PolicySource policy)
    {
        if (!services.Any(service => service.ServiceType == typeof(IMcpSecurityPolicy)))
        {
            throw new InvalidOperationException(
                "These registrations have no McpSecure: they never called AddMcpSecurity() on the MCP server builder, so there is nothing to test.");
        }

        // The checks of the start judge the server as the author wrote it: what is wrong for stdio is wrong although a test has no stdio.
        services.Replace(ServiceDescriptor.Singleton(new RegisteredServices(new ServiceCollection { services })));
        services.Replace(ServiceDescriptor.Singleton(policy));
        services.ReplaceCallerSource();
        services.RemoveTransport();
    }

    private static void ReplaceCallerSource(this IServiceCollection services)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(ICallerSource) && !service.IsKeyedService) is { } own)
        {
            services.Add(Keyed(own));
        }

        services.AddSingleton<ICallerSource>(provider => new TestCallerSource(
            provider.GetRequiredService<LocalCallerSource>(),
            provider.GetRequiredService<ClaimsCallerSource>(),
            provider.GetKeyedService<ICallerSource>(OwnCallerSource)));
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor own) => own switch
    {
        { ImplementationInstance: { } instance } => new ServiceDescriptor(typeof(ICallerSource), OwnCallerSource, instance),
        { ImplementationFactory: { } factory } =>
            new ServiceDescriptor(typeof(ICallerSource), OwnCallerSource, (provider, _) => factory(provider), ServiceLifetime.Singleton),
        _ => new ServiceDescriptor(typeof(ICallerSource), OwnCallerSource, own.ImplementationType!, ServiceLifetime.Singleton),
    };

    /// <summary>Each client of a test gets a server of its own; the one of the process would read the standard input of the test run.</summary>
    private static void RemoveTransport(this IServiceCollection services)
    {
        services.RemoveAll<ITransport>();
        services.RemoveAll<McpServer>();
        foreach (var runner in services.Where(IsServerRunner).ToArray())
        {
            services.Remove(runner);
        }
    }

    // Internal to the SDK's hosting package, and the only hosted service in it.
    private static bool IsServerRunner(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && !service.IsKeyedService
        && service.ImplementationType?.Assembly == typeof(IMcpServerBuilder).Assembly;
}

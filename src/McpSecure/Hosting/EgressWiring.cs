using McpSecure.Execution;
using McpSecure.Policy.Egress;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Hosting;

/// <summary>Makes each guarded client once, to see that what sends in the end is the guard, whatever else was registered.</summary>
internal sealed class EgressWiring(EgressClients clients, IServiceProvider services)
{
    public IEnumerable<string> Errors() =>
        from name in clients.Names
        where services.GetService<IHttpMessageHandlerFactory>() is not { } factory || !EndsInGuard(factory.CreateHandler(name))
        select $"The HTTP client '{name}' is behind UseEgressGuard(), and something that was registered later puts another handler in the place of the guard. " +
            "Remove it; what it adds can be an AddHttpMessageHandler(), which stays before the guard.";

    private static bool EndsInGuard(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler;
        }

        return handler is EgressGuard;
    }
}

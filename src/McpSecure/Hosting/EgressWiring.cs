using McpSecure.Execution;
using McpSecure.Policy.Egress;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Hosting;

/// <summary>Makes each guarded client once, to see that what sends in the end is the guard, and that who asks for it gets it, whatever else was registered.</summary>
internal sealed class EgressWiring(EgressClients clients, RegisteredServices registered, IServiceProvider services)
{
    public IEnumerable<string> Errors() => [.. Handlers(), .. Factory(), .. Replaced()];

    private IEnumerable<string> Handlers() =>
        from name in clients.Names
        where services.GetService<IHttpMessageHandlerFactory>() is not { } factory || !EndsInGuard(factory.CreateHandler(name))
        select $"The HTTP client '{name}' is behind UseEgressGuard(), and something that was registered later puts another handler in the place of the guard. " +
            "Remove it; what it adds can be an AddHttpMessageHandler(), which stays before the guard.";

    private IEnumerable<string> Factory()
    {
        if (clients.Names.Any() && services.GetService<IHttpClientFactory>()?.GetType() is { } type && type.Assembly != typeof(IHttpClientBuilder).Assembly)
        {
            yield return $"The {nameof(IHttpClientFactory)} is a {type.Name} of the application, and what it makes is not behind UseEgressGuard(). " +
                "Remove its registration, or register it under a type of its own.";
        }
    }

    /// <summary>Whoever guards a class means every instance of it; which registration comes last is easy to lose sight of.</summary>
    private IEnumerable<string> Replaced() =>
        from type in registered.TypedClients.Where(typed => clients.Contain(typed.Client)).Select(typed => typed.Type).Distinct()
        let client = registered.ClientOf(type)
        where client is null || !clients.Contain(client)
        let other = client is null ? "a client that nobody can tell" : $"the client '{client}', which is not"
        select $"{type.Name} is an HTTP client behind UseEgressGuard(), and a later registration of it sends with {other}. " +
            "Remove one of the two, or call UseEgressGuard() for the later one as well.";

    private static bool EndsInGuard(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler;
        }

        return handler is EgressGuard;
    }
}

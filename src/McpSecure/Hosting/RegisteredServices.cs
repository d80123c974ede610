using McpSecure.Calls;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>The service descriptors of the application, for what only they can tell before anything is built.</summary>
internal sealed class RegisteredServices(IServiceCollection services)
{
    /// <summary>Gets a value indicating whether the one transport is stdio.</summary>
    /// <remarks>
    /// Asked before the policy is known to be sound, so nothing may be built: building the transport builds the options. The SDK
    /// registers its stdio transport with a factory of its own, and nothing else so.
    /// </remarks>
    public bool IsOnlyStdio => Of<ITransport>().ToArray() is [var only] && (IsPlainStdio(only) || only.ImplementationType?.IsAssignableTo(typeof(IStdioTransport)) == true);

    /// <summary>Gets a value indicating whether one of the transports is the SDK's own stdio, on which a line may have any length.</summary>
    public bool HasPlainStdio => Of<ITransport>().Any(IsPlainStdio);

    /// <summary>Gets a value indicating whether something evaluates <c>[Authorize]</c>: the filters of the SDK's HTTP package.</summary>
    public bool EvaluatesAuthorize => services.Any(service =>
        service.ImplementationType?.Name.Contains("AuthorizationFilterSetup", StringComparison.Ordinal) == true);

    /// <summary>Gets the classes that get an HTTP client, each with the name of the client, once for every registration.</summary>
    public IEnumerable<(Type Type, string Client)> TypedClients =>
        from service in services
        where MayBeTypedClient(service)
        let client = ClientProbe.NameOf(service)
        where client is not null
        select (service.ServiceType, client);

    /// <summary>The name of the client that a class gets: the last registration counts. <see langword="null"/> if that is no typed client.</summary>
    public string? ClientOf(Type type) =>
        services.LastOrDefault(service => service.ServiceType == type && !service.IsKeyedService) is { } last && MayBeTypedClient(last) ? ClientProbe.NameOf(last) : null;

    /// <summary>The classes that stand behind a type: of a factory nobody can tell, so that it is the type itself.</summary>
    public IEnumerable<Type> ImplementationsOf(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return from service in services
               where service.ServiceType == type || service.ServiceType == definition
               select service.IsKeyedService
                   ? service.KeyedImplementationType ?? service.KeyedImplementationInstance?.GetType() ?? type
                   : service.ImplementationType ?? service.ImplementationInstance?.GetType() ?? type;
    }

    public IEnumerable<ServiceDescriptor> Of<T>() => services.Where(service => service.ServiceType == typeof(T));

    private static bool IsPlainStdio(ServiceDescriptor service) =>
        service.ImplementationType == typeof(StdioServerTransport)
        || service.ImplementationInstance is StdioServerTransport
        || service.ImplementationFactory?.Method.Module.Assembly == typeof(IMcpServerBuilder).Assembly;

    /// <summary>The factory of clients registers them with factories of its own.</summary>
    private static bool MayBeTypedClient(ServiceDescriptor service) =>
        !service.IsKeyedService && service.ServiceType != typeof(HttpClient)
        && service.ImplementationFactory?.Method.Module.Assembly == typeof(IHttpClientBuilder).Assembly;
}

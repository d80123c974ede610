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
    public bool IsOnlyStdio => services.Where(service => service.ServiceType == typeof(ITransport)).ToArray() is [var only]
        && (only.ImplementationType == typeof(StdioServerTransport)
            || only.ImplementationInstance is StdioServerTransport
            || only.ImplementationFactory?.Method.Module.Assembly == typeof(IMcpServerBuilder).Assembly);

    /// <summary>Gets a value indicating whether something evaluates <c>[Authorize]</c>: the filters of the SDK's HTTP package.</summary>
    public bool EvaluatesAuthorize => services.Any(service =>
        service.ImplementationType?.Name.Contains("AuthorizationFilterSetup", StringComparison.Ordinal) == true);

    /// <summary>Gets the classes that get an HTTP client: the factory registers them with a factory of its own.</summary>
    public IEnumerable<Type> TypedClients => services.Where(IsTypedClient).Select(service => service.ServiceType);

    public bool IsTypedClient(Type type) => services.Any(service => service.ServiceType == type && IsTypedClient(service));

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

    private static bool IsTypedClient(ServiceDescriptor service) =>
        !service.IsKeyedService && service.ServiceType != typeof(HttpClient)
        && service.ImplementationFactory?.Method.Module.Assembly == typeof(IHttpClientBuilder).Assembly;
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using McpSecure.Calls;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>What the code of a tool gets from the application: its parameters, those of its class, and what the services among them get.</summary>
internal sealed class ReceivedTypes
{
    private const int MaximumDepth = 5;

    private readonly RegisteredServices _registered;
    private readonly HashSet<Received> _received = [];

    private ReceivedTypes(RegisteredServices registered) => _registered = registered;

    public static IReadOnlyCollection<Received> Of(McpServerTool tool, RegisteredServices registered)
    {
        var received = new ReceivedTypes(registered);
        if (SdkTool.MethodOf(tool) is { } method)
        {
            received.Add(method.GetParameters().Select(Of), MaximumDepth);
            if (method is { IsStatic: false, ReflectedType: { } type })
            {
                received.Add(ReceivedBy(type), MaximumDepth);
            }
        }

        return received._received;
    }

    private void Add(IEnumerable<Received> services, int depth)
    {
        foreach (var service in services)
        {
            var type = service.Type;
            if (depth > 0 && !type.IsPrimitive && type != typeof(string) && _received.Add(service))
            {
                // The client that a typed client gets is known by its name, and is not one beside it.
                var isTypedClient = _registered.ClientOf(type) is not null;
                Add(type.GetGenericArguments().Select(argument => new Received(argument)), depth - 1); // IEnumerable<T>, Lazy<T>, Func<T>
                Add(_registered.ImplementationsOf(type).SelectMany(ReceivedBy).Where(inner => !(isTypedClient && inner.Type == typeof(HttpClient))), depth - 1);
            }
        }
    }

    private static Received Of(ParameterInfo parameter) => new(parameter.ParameterType, parameter.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key);

    /// <summary>What a constructor takes; what a lambda has caught, and what a class makes itself, stands in fields.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What a trimmed application lacks, nobody can inject into either.")]
    private static IEnumerable<Received> ReceivedBy(Type type)
    {
        Received[] taken = [.. type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(Of)];
        return taken.Concat(
            from field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            where !Array.Exists(taken, service => service.Type == field.FieldType) // that is where it is kept
            select new Received(field.FieldType));
    }
}

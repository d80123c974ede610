using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using McpSecure.Calls;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>What the code of a tool gets from the application: its parameters, those of its class, and what the services among them get.</summary>
internal sealed class ReceivedTypes
{
    private const int MaximumDepth = 5;

    private readonly RegisteredServices _registered;
    private readonly HashSet<Type> _types = [];

    private ReceivedTypes(RegisteredServices registered) => _registered = registered;

    public static IReadOnlyCollection<Type> Of(McpServerTool tool, RegisteredServices registered)
    {
        var received = new ReceivedTypes(registered);
        if (SdkTool.MethodOf(tool) is { } method)
        {
            received.Add(method.GetParameters().Select(parameter => parameter.ParameterType), MaximumDepth);
            if (method is { IsStatic: false, ReflectedType: { } type })
            {
                received.Add(TypesOf(type), MaximumDepth);
            }
        }

        return received._types;
    }

    private void Add(IEnumerable<Type> types, int depth)
    {
        foreach (var type in types)
        {
            if (depth > 0 && !type.IsPrimitive && type != typeof(string) && _types.Add(type))
            {
                Add(type.GetGenericArguments(), depth - 1); // IEnumerable<T>, Lazy<T>, Func<T>
                Add(_registered.ImplementationsOf(type).SelectMany(TypesOf), depth - 1);
            }
        }
    }

    /// <summary>What a constructor takes; what a lambda has caught stands in fields.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What a trimmed application lacks, nobody can inject into either.")]
    private static IEnumerable<Type> TypesOf(Type type) =>
        type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType)
            .Concat(type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.FieldType));
}

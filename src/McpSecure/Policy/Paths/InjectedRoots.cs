using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using McpSecure.Calls;
using McpSecure.Files;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Paths;

/// <summary>Which roots the code of a primitive asks for: as parameters of its method, or of the constructor of its class.</summary>
internal sealed class InjectedRoots
{
    private InjectedRoots(IReadOnlyCollection<ParameterInfo> parameters)
    {
        ParameterInfo[] roots = [.. parameters.Where(parameter => parameter.ParameterType == typeof(SecureRoot))];
        Names = roots.Select(root => root.GetCustomAttribute<FromKeyedServicesAttribute>()?.Key).OfType<string>().ToHashSet(StringComparer.Ordinal);
        HasUnnamed = Array.Exists(roots, root => root.GetCustomAttribute<FromKeyedServicesAttribute>() is null);
    }

    public IReadOnlySet<string> Names { get; }

    /// <summary>Gets a value indicating whether it asks for a root without saying which.</summary>
    public bool HasUnnamed { get; }

    public static InjectedRoots Of(IMcpServerPrimitive primitive)
    {
        var method = SdkTool.MethodOf(primitive);
        return new InjectedRoots(method is null ? [] : [.. method.GetParameters(), .. ConstructorsOf(method).SelectMany(constructor => constructor.GetParameters())]);
    }

    // What a trimmed application lacks, nobody can inject into either.
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A class that the SDK makes keeps its constructors.")]
    private static ConstructorInfo[] ConstructorsOf(MethodInfo method) =>
        method.IsStatic || method.ReflectedType is not { } type ? [] : type.GetConstructors();
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>Finds the function in a tool that the SDK made. Nothing public leads to it, and it alone knows the serializer that reads the arguments.</summary>
/// <remarks>If the SDK changes, nothing is found: what is known from it is then taken from the SDK's defaults, or not said.</remarks>
internal static class SdkTool
{
    private const string TypeName = "ModelContextProtocol.Server.AIFunctionMcpServerTool";

    /// <summary>The function, or <see langword="null"/> if the tool is of another kind.</summary>
    public static AIFunction? FunctionOf(McpServerTool tool)
    {
        if (tool.GetType() is not { FullName: TypeName } type || type.Assembly != typeof(McpServerTool).Assembly)
        {
            return null;
        }

        try
        {
            return AIFunctionOf(tool);
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            return null;
        }
    }

    /// <summary>The method behind a primitive, if it can be seen.</summary>
    public static MethodInfo? MethodOf(IMcpServerPrimitive primitive) =>
        (primitive is McpServerTool tool ? FunctionOf(tool)?.UnderlyingMethod : null) ?? primitive.Metadata.OfType<MethodInfo>().FirstOrDefault();

    /// <summary>
    /// Whether the arguments are read by <see cref="McpSecureJson.StrictOptions"/> or as strictly; <see langword="null"/> if that cannot be
    /// seen, or the SDK does not read them.
    /// </summary>
    public static bool? IsReadStrictly(McpServerTool tool) => FunctionOf(tool) is not { UnderlyingMethod: not null } function ? null : function.JsonSerializerOptions is
    {
        AllowDuplicateProperties: false,
        PropertyNameCaseInsensitive: false,
        UnmappedMemberHandling: JsonUnmappedMemberHandling.Disallow,
        NumberHandling: JsonNumberHandling.Strict,
        RespectNullableAnnotations: true,
    };

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_AIFunction")]
    private static extern AIFunction AIFunctionOf([UnsafeAccessorType($"{TypeName}, ModelContextProtocol.Core")] object tool);
}

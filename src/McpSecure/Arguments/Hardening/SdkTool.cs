using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace McpSecure.Arguments.Hardening;

/// <summary>Finds the function in a tool that the SDK made. Nothing public leads to it, and it alone knows the serializer that reads the arguments.</summary>
internal static class SdkTool
{
    private const string TypeName = "ModelContextProtocol.Server.AIFunctionMcpServerTool";

    /// <summary>The function, or <see langword="null"/> if the tool is of another kind, or the SDK has changed.</summary>
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

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_AIFunction")]
    private static extern AIFunction AIFunctionOf([UnsafeAccessorType($"{TypeName}, ModelContextProtocol.Core")] object tool);
}

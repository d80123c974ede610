using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>Takes a URI apart as a resource of the SDK will. Nothing public does, and a second reading of the template would be another reading.</summary>
internal static class SdkResource
{
    private const string TypeName = "ModelContextProtocol.Server.AIFunctionMcpServerResource";

    /// <summary>Finds the value that the author's code will get for a variable, percent-decoded.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="uri">The URI exactly as it was sent.</param>
    /// <param name="name">The name of the variable.</param>
    /// <param name="value">The value, or <see langword="null"/> if the URI has none.</param>
    /// <returns><see langword="false"/> if that cannot be told: the resource is of another kind, the SDK has changed, or the URI does not fit.</returns>
    public static bool TryRead(IMcpServerPrimitive? resource, string uri, string name, out string? value)
    {
        value = null;
        if (resource is not McpServerResource { IsTemplated: true } template || !TryFindParser(template, out var parser))
        {
            return false;
        }

        var match = parser.Match(uri);
        if (match.Success && match.Groups[name] is { Success: true } group)
        {
            value = Uri.UnescapeDataString(group.Value);
        }

        return match.Success;
    }

    /// <summary>Whether the template of a resource has a variable; <see langword="null"/> if that cannot be told.</summary>
    public static bool? HasVariable(McpServerResource resource, string name) =>
        !resource.IsTemplated ? false : TryFindParser(resource, out var parser) ? parser.GroupNumberFromName(name) >= 0 : null;

    private static bool TryFindParser(McpServerResource resource, [NotNullWhen(true)] out Regex? parser)
    {
        parser = null;
        if (resource.GetType() is not { FullName: TypeName } type || type.Assembly != typeof(McpServerResource).Assembly)
        {
            return false;
        }

        try
        {
            parser = ParserOf(resource);
        }
        catch (Exception exception) when (exception is MissingMemberException or TypeLoadException)
        {
            return false;
        }

        return parser is not null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_uriParser")]
    private static extern ref Regex? ParserOf([UnsafeAccessorType($"{TypeName}, ModelContextProtocol.Core")] object resource);
}

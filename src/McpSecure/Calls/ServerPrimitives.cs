using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>Finds a primitive the way the SDK will, for requests where the SDK does not say which one it found.</summary>
internal static class ServerPrimitives
{
    public static IMcpServerPrimitive? Find(McpServerOptions server, PrimitiveKind kind, string name) => kind switch
    {
        PrimitiveKind.Tool => Find(server.ToolCollection, name),
        PrimitiveKind.Prompt => Find(server.PromptCollection, name),
        PrimitiveKind.Resource or PrimitiveKind.Subscription => FindResource(server.ResourceCollection, name),
        PrimitiveKind.ResourceTemplate => Find(server.ResourceCollection, name),
        _ => null,
    };

    /// <summary>Whether a name that the server does not hold may still mean something: to a custom handler.</summary>
    public static bool HasHandler(McpServerOptions server, PrimitiveKind kind) => kind switch
    {
        PrimitiveKind.Tool => server.Handlers.CallToolHandler is not null,
        PrimitiveKind.Prompt => server.Handlers.GetPromptHandler is not null,
        PrimitiveKind.Resource or PrimitiveKind.Subscription or PrimitiveKind.ResourceTemplate =>
            server.Handlers.ReadResourceHandler is not null,
        _ => false,
    };

    private static T? Find<T>(McpServerPrimitiveCollection<T>? primitives, string name)
        where T : class, IMcpServerPrimitive =>
        primitives is not null && primitives.TryGetPrimitive(name, out var primitive) ? primitive : null;

    private static McpServerResource? FindResource(McpServerResourceCollection? resources, string uri)
    {
        if (Find(resources, uri) is { IsTemplated: false } exact)
        {
            return exact;
        }

        return resources?.FirstOrDefault(resource => resource.IsMatch(uri));
    }
}

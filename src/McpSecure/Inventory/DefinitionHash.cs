using System.Security.Cryptography;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Inventory;

/// <summary>The SHA-256 of a definition as clients are shown it. Icons and <c>_meta</c> are not in it: no model acts on them.</summary>
internal static class DefinitionHash
{
    /// <param name="tool">What is listed.</param>
    /// <param name="schema">The schema of the arguments as it is enforced and listed.</param>
    public static string Of(Tool tool, JsonElement schema) => Of(JsonSerializer.SerializeToElement(
        new Tool
        {
            Name = tool.Name,
            Title = tool.Title,
            Description = tool.Description,
            InputSchema = schema,
            OutputSchema = tool.OutputSchema,
            Annotations = tool.Annotations,
        },
        McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Tool))));

    public static string Of(Prompt prompt) => Of(JsonSerializer.SerializeToElement(
        new Prompt { Name = prompt.Name, Title = prompt.Title, Description = prompt.Description, Arguments = prompt.Arguments },
        McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Prompt))));

    public static string Of(McpServerResource resource)
    {
        var listed = resource.ProtocolResourceTemplate;
        return resource.ProtocolResource is { } one
            ? Of(JsonSerializer.SerializeToElement(
                new Resource { Uri = one.Uri, Name = one.Name, Title = one.Title, Description = one.Description, MimeType = one.MimeType },
                McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(Resource))))
            : Of(JsonSerializer.SerializeToElement(
                new ResourceTemplate { UriTemplate = listed.UriTemplate, Name = listed.Name, Title = listed.Title, Description = listed.Description, MimeType = listed.MimeType },
                McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ResourceTemplate))));
    }

    private static string Of(JsonElement definition) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Of(definition)));
}

using System.Text.Json;
using McpSecure.Calls;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Tools as clients are shown them: with the schema that is enforced, and without those that would be refused for want of one.</summary>
internal sealed class AdvertisedTools(IToolSchemas schemas, IOptions<McpSecurityOptions> options)
{
    public List<Tool> Of(McpServerOptions server, List<Tool> tools)
    {
        var shown = new List<Tool>(tools.Count);
        foreach (var tool in tools)
        {
            if (Of(server, tool) is { } advertised)
            {
                shown.Add(advertised);
            }
        }

        return shown;
    }

    private Tool? Of(McpServerOptions server, Tool tool)
    {
        if (ServerPrimitives.Find(server, PrimitiveKind.Tool, tool.Name) is not McpServerTool registered)
        {
            var isAllowed = options.Value.Tools.TryGetValue(tool.Name, out var set) && set.UnvalidatedArguments == UnvalidatedArguments.Allow;
            return isAllowed ? tool : null;
        }

        var schema = schemas.Of(registered);
        return schema.IsUsable ? Copy(tool, schema.Advertised) : null;
    }

    /// <summary>A copy: the SDK's own object is shared by all sessions, and its author may still change it.</summary>
    public static Tool Copy(Tool tool, JsonElement schema) => new()
    {
        Name = tool.Name,
        Title = tool.Title,
        Description = tool.Description,
        InputSchema = schema,
        OutputSchema = tool.OutputSchema,
        Annotations = tool.Annotations,
        Icons = tool.Icons,
        Meta = tool.Meta,
    };
}

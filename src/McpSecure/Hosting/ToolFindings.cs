using McpSecure.Calls;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>The findings of the start about one tool, as the report of permissions tells them.</summary>
internal sealed class ToolFindings(IToolSchemas schemas, HelperReport helpers) : IToolFindings
{
    public IEnumerable<string> Of(McpServerTool tool) =>
    [
        .. UnenforcedAttributes.Of(tool).Select(found => $"{found.Attribute} is not enforced at {found.Place}"),
        .. PathReport.Unconfined(schemas.Of(tool).Advertised).Select(argument => $"{argument} is named like a path, and confined to no root"),
        .. helpers.Found(tool, schemas).Select(found => $"{found.Place} is named like {found.Kind.What}, and the tool does not receive {found.Kind.Helper}{found.Note}"),
        .. SdkTool.IsReadStrictly(tool) == false ? ["the serializer reads its arguments leniently"] : Array.Empty<string>(),
    ];
}

using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>What the start-up log says of single tools, for whoever reviews them later.</summary>
internal interface IToolFindings
{
    /// <summary>What of the arguments of a tool nobody checks, a sentence each, besides what its schema leaves open.</summary>
    IEnumerable<string> Of(McpServerTool tool);
}

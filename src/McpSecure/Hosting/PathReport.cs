using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Policy.Paths;
using McpSecure.Policy.Rules;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>Tells the operator, once, which arguments are named like paths and confined by nobody.</summary>
internal sealed partial class PathReport(ILoggerFactory loggers)
{
    private const int MaximumDepth = 8;
    private const int MaximumShown = 50;

    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    public void Write(IEnumerable<McpServerTool> tools, IToolSchemas schemas)
    {
        string[] open =
        [
            .. from tool in tools.OrderBy(tool => tool.ProtocolTool.Name, StringComparer.Ordinal)
               from argument in Unconfined(schemas.Of(tool).Advertised)
               select $"{Echo.Of(tool.ProtocolTool.Name)}:{Echo.Of(argument)}",
        ];
        if (open.Length > 0)
        {
            LogOpen(string.Join(", ", open.Take(MaximumShown)) + (open.Length > MaximumShown ? $" and {open.Length - MaximumShown} more" : string.Empty));
        }
    }

    /// <summary>The texts, and lists of texts, that are named like a path and have no root.</summary>
    internal static IEnumerable<string> Unconfined(JsonElement schema) => Below(schema, string.Empty, MaximumDepth).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Below(JsonElement schema, string place, int depth)
    {
        if (depth == 0)
        {
            return [];
        }

        return
        [
            .. from property in SchemaNodes.Members(schema, "properties")
               let path = place.Length == 0 ? property.Name : $"{place}.{property.Name}"
               from found in Of(property.Value, path, property.Name, depth)
               select found,
            .. SchemaNodes.Branches(schema).SelectMany(branch => Below(branch, place, depth - 1)),
        ];
    }

    private static IEnumerable<string> Of(JsonElement schema, string path, string name, int depth)
    {
        var items = SchemaNodes.Find(schema, "items") ?? default;
        var isOpen = PathWords.Mean(name);
        return
        [
            .. isOpen && IsOpenText(schema) ? [path] : Array.Empty<string>(),
            .. isOpen && IsOpenText(items) ? [$"{path}[*]"] : Array.Empty<string>(),
            .. Below(schema, path, depth - 1),
            .. Below(items, $"{path}[*]", depth - 1),
        ];
    }

    private static bool IsOpenText(JsonElement schema) =>
        SchemaNodes.TypesOf(schema).Contains("string", StringComparer.Ordinal)
        && SchemaNodes.ValuesOf(schema) is null
        && SchemaNodes.Find(schema, DefinedPath.Keyword) is null;

    [LoggerMessage(
        22, LogLevel.Warning,
        "Arguments named like a path that are confined to no root: {Arguments}. A model can send any path there. " +
        "Confine each with [ConfinedPath] or in McpSecurity:Tools:<tool>:Paths, and open it beneath the root.")]
    private partial void LogOpen(string arguments);
}

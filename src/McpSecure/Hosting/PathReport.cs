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
    internal static IEnumerable<string> Unconfined(JsonElement schema) =>
        NamedTexts.In(schema, (name, text) => PathWords.Mean(name) && SchemaNodes.Find(text, DefinedPath.Keyword) is null);

    [LoggerMessage(
        22, LogLevel.Warning,
        "Arguments named like a path that are confined to no root: {Arguments}. A model can send any path there. " +
        "Confine each with [ConfinedPath] or in McpSecurity:Tools:<tool>:Paths, and open it beneath the root.")]
    private partial void LogOpen(string arguments);
}

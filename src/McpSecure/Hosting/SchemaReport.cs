using System.Text;
using McpSecure.Calls;
using McpSecure.Schemas;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>Tells the operator, once, what the schemas of the tools leave open: there the tool itself has to check what it gets.</summary>
internal sealed partial class SchemaReport(ILoggerFactory loggers)
{
    private const int MaxTools = 50;
    private const int MaxPlaces = 5;

    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    /// <summary>Writes one entry about the schemas and one about the serializer, each only if it has something to say.</summary>
    /// <param name="tools">The tools of the server.</param>
    /// <param name="schemas">Knows what the compiler noticed.</param>
    public void Write(IEnumerable<McpServerTool> tools, IToolSchemas schemas)
    {
        if (!_logger.IsEnabled(LogLevel.Information))
        {
            return;
        }

        McpServerTool[] sorted = [.. tools.OrderBy(tool => tool.ProtocolTool.Name, StringComparer.Ordinal)];
        string[] open = [.. sorted.Select(tool => LineOf(NameOf(tool), schemas.Of(tool).Facts, UnenforcedAttributes.Of(tool))).OfType<string>()];
        if (open.Length > 0)
        {
            LogOpen(Lines(open));
        }

        string[] lenient = [.. sorted.Where(tool => SdkTool.IsReadStrictly(tool) == false).Select(NameOf)];
        if (lenient.Length > 0)
        {
            LogLenient(List(lenient, MaxTools, ", "));
        }
    }

    /// <summary>One line about a tool; <see langword="null"/> if its schema is closed.</summary>
    internal static string? LineOf(string tool, SchemaFacts facts, IReadOnlyList<(string Place, string Attribute)> attributes)
    {
        string[] open =
        [
            .. About("any value at", facts.OpaquePointers),
            .. About("unnamed properties at", facts.OpenObjectPointers),
            .. About("a match in part of the text at", facts.UnanchoredPatternPointers),
            .. About("a backtracking pattern at", facts.BacktrackingPointers),
            .. About("unchecked formats", facts.IgnoredFormats),
            .. attributes.GroupBy(found => found.Attribute, found => found.Place, StringComparer.Ordinal)
                .SelectMany(found => About($"{Echo.Of(found.Key)} is not enforced at", [.. found])),
        ];
        return open.Length == 0 ? null : $"{tool}: {string.Join("; ", open)}";
    }

    private static IEnumerable<string> About(string what, IReadOnlyList<string> places) => places.Count == 0
        ? []
        : [$"{what} {List([.. places.Select(place => place.Length == 0 ? "the root" : Echo.Of(place))], MaxPlaces, ", ")}"];

    private static string NameOf(McpServerTool tool) => Echo.Of(tool.ProtocolTool.Name);

    private static string Lines(string[] lines) => List([.. lines.Select(line => $"{Environment.NewLine}  {line}")], MaxTools, string.Empty);

    private static string List(string[] texts, int limit, string separator)
    {
        var list = new StringBuilder().AppendJoin(separator, texts.Take(limit));
        return (texts.Length > limit ? list.Append(" and ").Append(texts.Length - limit).Append(" more") : list).ToString();
    }

    [LoggerMessage(20, LogLevel.Information, "What tools take without a check, because their schemas say nothing more about it:{Tools}")]
    private partial void LogOpen(string tools);

    [LoggerMessage(
        21, LogLevel.Information,
        "The serializer reads the arguments of these tools leniently, so that only their schemas stand between a call and them: {Tools}. " +
        "WithTools<T>(McpSecureJson.StrictOptions) adds a second check.")]
    private partial void LogLenient(string tools);
}

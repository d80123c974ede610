using McpSecure.Calls;
using McpSecure.Policy.Paths;
using McpSecure.Policy.Rules;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>Tells the operator, once for each kind, which arguments are named like a command, SQL or a URL in tools that receive no helper for it.</summary>
internal sealed partial class HelperReport(ILoggerFactory loggers, RegisteredServices registered, Helpers helpers)
{
    private const int MaximumShown = 50;

    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    public void Write(IEnumerable<McpServerTool> tools, IToolSchemas schemas)
    {
        var found = (
            from tool in tools.OrderBy(tool => tool.ProtocolTool.Name, StringComparer.Ordinal)
            let named = Named(tool, schemas).ToArray()
            where named.Length > 0
            let received = ReceivedTypes.Of(tool, registered)
            let helped = received.Select(helpers.Of).OfType<HelperKind>().ToHashSet()
            from argument in named
            where !helped.Contains(argument.Kind)
            let note = argument.Kind == HelperKind.Url && received.Contains(typeof(HttpClient)) ? " (its HttpClient is not guarded)" : string.Empty
            select (argument.Kind, Text: $"{Echo.Of(tool.ProtocolTool.Name)}:{Echo.Of(argument.Place)}{note}")).ToLookup(argument => argument.Kind, argument => argument.Text);

        foreach (var kind in HelperKind.All.Where(found.Contains))
        {
            string[] texts = [.. found[kind]];
            var rest = texts.Length > MaximumShown ? $" and {texts.Length - MaximumShown} more" : string.Empty;
            LogUnhelped(kind.What, kind.Helper, string.Join(", ", texts.Take(MaximumShown)) + rest, kind.Advice);
        }
    }

    private static IEnumerable<(HelperKind Kind, string Place)> Named(McpServerTool tool, IToolSchemas schemas)
    {
        var schema = schemas.Of(tool).Advertised;
        var told = $"{tool.ProtocolTool.Name} {tool.ProtocolTool.Description}";
        return from kind in HelperKind.All
               from place in NamedTexts.In(schema, (name, text) => SchemaNodes.Find(text, DefinedPath.Keyword) is null && kind.Means(name, text, told))
               select (kind, place);
    }

    [LoggerMessage(23, LogLevel.Warning, "Arguments named like {Kind}, in tools that do not receive {Helper}: {Arguments}. {Advice}")]
    private partial void LogUnhelped(string kind, string helper, string arguments, string advice);
}

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
            from argument in Found(tool, schemas)
            select (argument.Kind, Text: $"{Echo.Of(tool.ProtocolTool.Name)}:{Echo.Of(argument.Place)}{argument.Note}")).ToLookup(argument => argument.Kind, argument => argument.Text);

        foreach (var kind in HelperKind.All.Where(found.Contains))
        {
            string[] texts = [.. found[kind]];
            var rest = texts.Length > MaximumShown ? $" and {texts.Length - MaximumShown} more" : string.Empty;
            LogUnhelped(kind.What, kind.Helper, string.Join(", ", texts.Take(MaximumShown)) + rest, kind.Advice);
        }
    }

    /// <summary>The arguments of one tool, each with what it is named like, and what there is to add.</summary>
    public IEnumerable<(HelperKind Kind, string Place, string Note)> Found(McpServerTool tool, IToolSchemas schemas)
    {
        var named = Named(tool, schemas).ToArray();
        if (named.Length == 0)
        {
            return [];
        }

        var received = ReceivedTypes.Of(tool, registered);
        var helped = received.Select(service => helpers.Of(service)).OfType<HelperKind>().ToHashSet();
        var isUnguarded = received.Any(helpers.IsUnguarded);
        return
            from argument in named
            let isPassedBy = argument.Kind == HelperKind.Url && isUnguarded // beside a guarded client: nothing tells which of them gets the address
            where isPassedBy || !helped.Contains(argument.Kind)
            select (argument.Kind, argument.Place, isPassedBy ? " (its HttpClient is not guarded)" : string.Empty);
    }

    private static IEnumerable<(HelperKind Kind, string Place)> Named(McpServerTool tool, IToolSchemas schemas)
    {
        var schema = schemas.Of(tool).Advertised;
        var told = $"{tool.ProtocolTool.Name} {tool.ProtocolTool.Description}";
        var isOpenWorld = tool.ProtocolTool.Annotations?.OpenWorldHint == true;
        return from kind in HelperKind.All
               from place in NamedTexts.In(schema, (name, text) => SchemaNodes.Find(text, DefinedPath.Keyword) is null && kind.Means(name, text, told, isOpenWorld))
               select (kind, place);
    }

    [LoggerMessage(23, LogLevel.Warning, "Arguments named like {Kind}, in tools that do not receive {Helper}: {Arguments}. {Advice}")]
    private partial void LogUnhelped(string kind, string helper, string arguments, string advice);
}

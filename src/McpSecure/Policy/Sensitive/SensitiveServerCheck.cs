using McpSecure.Policy.Rules;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Sensitive;

/// <summary>Compares the places that configuration calls sensitive with the arguments that the tools have. A misspelt one would keep nothing secret.</summary>
internal static class SensitiveServerCheck
{
    private const string Section = McpSecurityOptions.SectionName;

    public static IEnumerable<string> Errors(McpServerOptions server, McpSecurityOptions options) =>
        from set in options.Tools
        from tool in server.ToolCollection?.ToArray() ?? []
        where string.Equals(tool.ProtocolTool.Name, set.Key, StringComparison.OrdinalIgnoreCase)
        let schema = SchemaView.Of(tool.ProtocolTool.InputSchema)
        from place in set.Value.Sensitive
        let path = ArgumentPath.TryParse(place.Key, out var parsed) ? parsed : null
        where path is not null
        let problem = Misfit(schema, path, $"{Section}:Tools:{set.Key}:{nameof(ToolOptions.Sensitive)}:{place.Key}", set.Key)
        where problem is not null
        select problem;

    private static string? Misfit(SchemaView schema, ArgumentPath path, string key, string tool)
    {
        var view = schema;
        foreach (var step in path.Steps)
        {
            if (view.Step(step) is not { } next)
            {
                return step is null
                    ? $"{key} goes into the elements of something that is no list in '{tool}'."
                    : $"{key} names an argument that '{tool}' does not have: {step}.{Suggestion.For(step, view.Names)}";
            }

            view = next;
        }

        return null;
    }
}

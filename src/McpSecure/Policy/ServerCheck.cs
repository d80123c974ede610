using McpSecure.Calls;
using McpSecure.Policy.Paths;
using McpSecure.Policy.Rules;
using McpSecure.Policy.Sensitive;
using ModelContextProtocol.Server;

namespace McpSecure.Policy;

/// <summary>Compares the names in the policy with the tools and prompts that the server has.</summary>
internal static class ServerCheck
{
    private const string Section = McpSecurityOptions.SectionName;

    /// <summary>The names that stop the start.</summary>
    public static IEnumerable<string> Errors(McpServerOptions server, McpSecurityOptions options) =>
    [
        .. Unknown(server, options).Where(unknown => unknown.IsError).Select(unknown => unknown.Text),
        .. from tool in server.ToolCollection?.ToArray() ?? []
           where options.Tools.TryGetValue(tool.ProtocolTool.Name, out var set) && set.UnvalidatedArguments != UnvalidatedArguments.Refuse
           select $"{Section}:Tools:{tool.ProtocolTool.Name}:UnvalidatedArguments is set, but the tool has a schema, and its arguments are always checked. Remove the line.",
        .. RuleServerCheck.Errors(server, options),
        .. PathServerCheck.Errors(server, options),
        .. SensitiveServerCheck.Errors(server, options),
        .. ApprovalPromptCheck.Errors(server),
    ];

    /// <summary>The names that may still turn up.</summary>
    public static IEnumerable<string> Warnings(McpServerOptions server, McpSecurityOptions options) =>
    [
        .. Unknown(server, options).Where(unknown => !unknown.IsError)
            .Select(unknown => $"{unknown.Text} It may turn up in a handler or at run time."),
        .. UnknownRoles(server, options),
        .. RuleServerCheck.Warnings(server, options),
        .. WithoutSchema(server, options),
        .. WithoutGrant(server, options),
    ];

    private static IEnumerable<string> WithoutSchema(McpServerOptions server, McpSecurityOptions options) =>
        from name in options.Roles.SelectMany(role => role.Value.Tools).Where(tool => tool.Value > Access.Deny).Select(tool => tool.Key).Distinct(StringComparer.Ordinal)
        where server.Handlers.CallToolHandler is not null
            && !name.Contains(NameRules.Wildcard, StringComparison.Ordinal)
            && server.ToolCollection?.TryGetPrimitive(name, out _) != true
            && !(options.Tools.TryGetValue(name, out var set) && set.UnvalidatedArguments == UnvalidatedArguments.Allow)
        select $"The tool '{name}' has no schema here, so calls of it are refused. If its handler checks the arguments itself, set {Section}:Tools:{name}:UnvalidatedArguments to Allow.";

    /// <summary>A wildcard grants no tool whose attributes cannot be seen: with nothing else, what only a handler serves is served to nobody.</summary>
    private static IEnumerable<string> WithoutGrant(McpServerOptions server, McpSecurityOptions options)
    {
        var isGranted = options.Roles.SelectMany(role => role.Value.Tools).Any(tool =>
            tool.Value > Access.Deny
            && !tool.Key.Contains(NameRules.Wildcard, StringComparison.Ordinal)
            && server.ToolCollection?.TryGetPrimitive(tool.Key, out _) != true);
        if (server.Handlers.CallToolHandler is not null && !isGranted)
        {
            yield return $"Tools that only the handler of calls serves can be used by nobody: no role names one. Grant each by its name under {Section}:Roles; a wildcard does not.";
        }
    }

    private static IEnumerable<string> UnknownRoles(McpServerOptions server, McpSecurityOptions options)
    {
        IEnumerable<IMcpServerPrimitive> primitives = [.. server.ToolCollection ?? [], .. server.PromptCollection ?? [], .. server.ResourceCollection ?? []];
        return from primitive in primitives
               from required in PrimitiveFacts.Of(primitive).RequiredRoles
               where options.Roles.Count > 0 && !required.Roles.Any(options.Roles.ContainsKey)
               select $"'{primitive.Id}' requires the role {string.Join(" or ", required.Roles)}, and {Section}:Roles has no such role: nobody may use it.";
    }

    private static IEnumerable<(string Text, bool IsError)> Unknown(McpServerOptions server, McpSecurityOptions options)
    {
        var refuses = options.UnknownTools == UnknownNames.Refuse;
        var tools = new Names(
            "tool",
            server.ToolCollection?.Select(tool => tool.ProtocolTool.Name) ?? [],
            refuses && server.Handlers is { CallToolHandler: null, ListToolsHandler: null });
        var prompts = new Names(
            "prompt",
            server.PromptCollection?.Select(prompt => prompt.ProtocolPrompt.Name) ?? [],
            refuses && server.Handlers is { GetPromptHandler: null, ListPromptsHandler: null });
        return
        [
            .. options.Roles.SelectMany(role => tools.Missing(role.Value.Tools.Keys, $"{Section}:Roles:{role.Key}:Tools")),
            .. options.Roles.SelectMany(role => prompts.Missing(role.Value.Prompts.Keys, $"{Section}:Roles:{role.Key}:Prompts")),
            .. tools.Missing(options.Tools.Keys, $"{Section}:Tools"),
        ];
    }

    private sealed class Names(string what, IEnumerable<string> known, bool isError)
    {
        private readonly HashSet<string> _known = known.ToHashSet(StringComparer.Ordinal);

        public IEnumerable<(string Text, bool IsError)> Missing(IEnumerable<string> names, string path) =>
            from name in names
            where !IsKnown(name)
            select (
                name.EndsWith(NameRules.Wildcard)
                    ? $"{path}:{name} fits no {what} of this server."
                    : $"{path}:{name} names a {what} this server does not have.{Suggestion.For(name, _known)}",
                isError);

        /// <summary>Whether a key means something here. A mistyped prefix that denies would deny nothing.</summary>
        private bool IsKnown(string name) => name.IndexOf(NameRules.Wildcard, StringComparison.Ordinal) switch
        {
            0 => true,
            > 0 and var star => star < name.Length - 1 || _known.Any(known => known.StartsWith(name[..star], StringComparison.Ordinal)),
            _ => _known.Contains(name),
        };
    }
}

using McpSecure.Files;
using McpSecure.Policy.Rules;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Paths;

/// <summary>Compares what is said of paths with the tools, prompts and resources that the server has.</summary>
internal static class PathServerCheck
{
    private const string Section = McpSecurityOptions.SectionName;

    public static IEnumerable<string> Errors(McpServerOptions server, McpSecurityOptions options)
    {
        McpServerTool[] tools = [.. (server.ToolCollection?.ToArray() ?? []).OrderBy(tool => tool.ProtocolTool.Name, StringComparer.Ordinal)];
        IMcpServerPrimitive[] others = [.. server.PromptCollection ?? [], .. server.ResourceCollection ?? []];
        return
        [
            .. tools.SelectMany(tool => OfTool(options, tool.ProtocolTool.Name, tool)),
            .. options.Tools.Keys.Except(tools.Select(tool => tool.ProtocolTool.Name), StringComparer.OrdinalIgnoreCase).SelectMany(name => OfTool(options, name, tool: null)),
            .. others.SelectMany(other => OfOther(options, other)),
            .. tools.Concat(others).SelectMany(primitive => Injected(options, primitive)),
        ];
    }

    private static IEnumerable<string> OfTool(McpSecurityOptions options, string name, McpServerTool? tool)
    {
        var defined = PathDefinitions.Of(options, name, tool);
        var schema = tool is null ? null : SchemaView.Of(tool.ProtocolTool.InputSchema);
        return
        [
            .. defined.Problems,
            .. schema is null ? [] : defined.Paths.SelectMany(path => Misfit(schema, path, name)),
            .. options.Tools.Where(set => string.Equals(set.Key, name, StringComparison.OrdinalIgnoreCase)).SelectMany(set => Roles(options, set, defined.Paths)),
            .. defined.Paths.Count == 0 || defined.Paths.SelectMany(path => path.Unders.Values).Distinct(StringComparer.Ordinal).Count() <= PathPlan.MaximumDirectories
                ? Array.Empty<string>()
                : [$"{Section}:Tools:{name}:Roles narrow the tool to more than {PathPlan.MaximumDirectories} directories. Use fewer."],
        ];
    }

    /// <summary>A path that the schema does not know would be checked in no call.</summary>
    private static IEnumerable<string> Misfit(SchemaView schema, DefinedPath path, string tool)
    {
        var view = schema;
        foreach (var step in path.Argument.Steps)
        {
            if (view.Step(step) is not { } next)
            {
                var hint = step is null ? " It is no list." : Suggestion.For(step, view.Names);
                return [$"{path.DecidedBy} confines '{path.Argument.Text}', and '{tool}' does not have that argument.{hint}"];
            }

            view = next;
        }

        return view.IsOpaque || view.Types.Contains("string")
            ? []
            : [$"{path.DecidedBy} confines '{path.Argument.Text}' of '{tool}', which is no text but {string.Join(" or ", view.Types.Order(StringComparer.Ordinal))}." +
                (view.Types.Contains("array") ? $" For every element write {path.Argument.Text}[*]." : " Remove the line.")];
    }

    private static IEnumerable<string> Roles(McpSecurityOptions options, KeyValuePair<string, ToolOptions> tool, List<DefinedPath> paths) =>
        from role in tool.Value.Roles
        from entry in role.Value.Paths
        let key = $"{Section}:Tools:{tool.Key}:Roles:{role.Key}:Paths:{entry.Key}"
        where ArgumentPath.TryParse(entry.Key, out _)
        from error in Under(options, entry.Key, entry.Value, key, paths)
        select error;

    private static IEnumerable<string> Under(McpSecurityOptions options, string argument, ToolRolePathOptions set, string key, List<DefinedPath> paths)
    {
        _ = ArgumentPath.TryParse(argument, out var parsed);
        if (paths.Find(path => string.Equals(path.Argument.Text, parsed!.Text, StringComparison.Ordinal)) is not { } confined)
        {
            return [$"{key} narrows an argument that is confined to no root: {argument}.{Suggestion.For(argument, paths.Select(path => path.Argument.Text))}"];
        }

        return RootOpening.IsPlain(set.Under) && Reason(confined.Root, options.Paths[confined.Root], set.Under!) is { } reason
            ? [$"{key}:Under is '{set.Under}', which cannot be opened beneath the root '{confined.Root}': {reason}. Create the directory, or name another."]
            : [];
    }

    private static string? Reason(string name, PathRootOptions root, string under)
    {
        using var opened = Open(name, root);
        try
        {
            opened?.Part(under);
            return null;
        }
        catch (PathRefusedException refused)
        {
            return RefusalText.Of(refused.Reason);
        }
    }

    /// <summary>The root, unless something is wrong with it itself, which is told with it and not again with each directory in it.</summary>
    private static OpenRoot? Open(string name, PathRootOptions root)
    {
        try
        {
            return root.IsMistaken ? null : new OpenRoot(name, root, []);
        }
        catch (Exception exception) when (exception is PathRefusedException or ArgumentException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private static IEnumerable<string> OfOther(McpSecurityOptions options, IMcpServerPrimitive primitive)
    {
        var defined = PathDefinitions.Of(options, primitive.Id, primitive);
        return
        [
            .. defined.Problems,
            .. from path in defined.Paths
               where primitive is McpServerResource resource && Calls.SdkResource.HasVariable(resource, path.Argument.Steps[0]!) != true
               select $"{path.DecidedBy} confines '{path.Argument.Text}' of '{primitive.Id}', which is no variable of its URI template that can be read. Name it there.",
            .. from path in defined.Paths
               where path.Argument.Steps.Length > 1
               select $"{path.DecidedBy} confines '{path.Argument.Text}' of '{primitive.Id}': of a prompt or resource only a text can be confined.",
        ];
    }

    /// <summary>The guard and the code behind it have to mean the same directory.</summary>
    private static IEnumerable<string> Injected(McpSecurityOptions options, IMcpServerPrimitive primitive)
    {
        var injected = InjectedRoots.Of(primitive);
        var confined = PathDefinitions.Of(options, primitive.Id, primitive).Paths;
        return
        [
            .. injected.Names.Where(name => !options.Paths.ContainsKey(name)).Select(name =>
                $"'{primitive.Id}' asks for the root '{name}' with [FromKeyedServices], and {Section}:Paths has no such root.{Suggestion.For(name, options.Paths.Keys)}"),
            .. injected.HasUnnamed
                ? [$"'{primitive.Id}' takes a SecureRoot without saying which. Write [FromKeyedServices(\"{confined.FirstOrDefault()?.Root ?? "docs"}\")] before it."]
                : Array.Empty<string>(),
            .. from path in confined
               where injected.Names.Count > 0 && !injected.Names.Contains(path.Root)
               select $"'{path.Argument.Text}' of '{primitive.Id}' is confined to '{path.Root}', and its code uses the root {string.Join(", ", injected.Names.Order(StringComparer.Ordinal))}: " +
                   "what is checked would not be what is opened. Inject the root that the argument is confined to.",
        ];
    }
}

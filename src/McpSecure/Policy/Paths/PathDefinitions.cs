using McpSecure.Files;
using McpSecure.Policy.Rules;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Paths;

/// <summary>Puts together what the author of a primitive and the operator say of its paths. Layers restrict: of two, the stricter holds.</summary>
internal sealed class PathDefinitions
{
    private const string Section = McpSecurityOptions.SectionName;

    private readonly McpSecurityOptions _options;
    private readonly string _name;
    private readonly KeyValuePair<string, ToolOptions>[] _settings;

    private PathDefinitions(McpSecurityOptions options, string name, IMcpServerPrimitive? primitive, bool isTool)
    {
        _options = options;
        _name = name;
        _settings = isTool ? SettingsOf(options, name) : [];
        var attributed = AttributedPaths.Of(primitive, name);
        Problems.AddRange(attributed.Problems);
        foreach (var (argument, attribute) in attributed.Found)
        {
            Add(argument, attribute);
        }

        foreach (var (path, key, tool) in Configured())
        {
            if (!Paths.Exists(known => string.Equals(known.Argument.Text, path.Text, StringComparison.Ordinal)))
            {
                Add(path, tool.Paths[key], $"{Section}:Tools:{name}:Paths:{key}");
            }
        }
    }

    public List<DefinedPath> Paths { get; } = [];

    /// <summary>Gets what stops the start: a sentence each.</summary>
    public List<string> Problems { get; } = [];

    /// <param name="options">The policy.</param>
    /// <param name="name">The name of the tool, or of what else it is.</param>
    /// <param name="primitive">The primitive, unless only a custom handler knows it.</param>
    public static PathDefinitions Of(McpSecurityOptions options, string name, IMcpServerPrimitive? primitive) =>
        new(options, name, primitive, primitive is null or McpServerTool);

    /// <summary>A name in another case restricts as well: it only takes away.</summary>
    private static KeyValuePair<string, ToolOptions>[] SettingsOf(McpSecurityOptions options, string name) =>
    [
        .. options.Tools.Where(tool => string.Equals(tool.Key, name, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(tool => string.Equals(tool.Key, name, StringComparison.Ordinal)),
    ];

    private IEnumerable<(ArgumentPath Path, string Key, ToolOptions Tool)> Configured() =>
        from tool in _settings
        from entry in tool.Value.Paths
        let path = ArgumentPath.TryParse(entry.Key, out var parsed) ? parsed : null
        where path is not null
        select (path, entry.Key, tool.Value);

    private void Add(ArgumentPath argument, ConfinedPathAttribute attribute)
    {
        var set = Configured().Where(entry => string.Equals(entry.Path.Text, argument.Text, StringComparison.Ordinal)).Select(entry => entry.Tool.Paths[entry.Key]).FirstOrDefault();
        var path = $"{Section}:Tools:{_name}:Paths:{argument.Text}";
        if (string.IsNullOrWhiteSpace(attribute.Root) || attribute.Access is not (PathAccess.Read or PathAccess.ReadWrite))
        {
            Problems.Add(Unusable(argument, attribute));
            return;
        }

        if (!_options.Paths.TryGetValue(attribute.Root, out var root))
        {
            Problems.Add($"[ConfinedPath(\"{attribute.Root}\")] on '{argument.Text}' of '{_name}' names a root that {Section}:Paths does not have.{Suggestion.For(attribute.Root, _options.Paths.Keys)} " +
                $"Add: \"{Section}\": {{ \"Paths\": {{ \"{attribute.Root}\": {{ \"Root\": \"(a directory)\", \"Access\": \"{attribute.Access}\" }} }} }}.");
            return;
        }

        if (RootOpening.IsTooLittle(root, attribute.Access))
        {
            Problems.Add($"[ConfinedPath(\"{attribute.Root}\", PathAccess.ReadWrite)] is on '{argument.Text}' of '{_name}', and {Section}:Paths:{attribute.Root}:Access is {root.Access}. " +
                "Set it to ReadWrite, or deny the tool and set the access of its attribute to Read.");
        }

        if (set?.Root is { } other && !string.Equals(other, attribute.Root, StringComparison.Ordinal))
        {
            Problems.Add($"{path}:Root is '{other}', and the author of '{_name}' says '{attribute.Root}': configuration cannot move it. Remove the line.");
        }

        if (set?.Access > attribute.Access || (set?.MustExist == false && attribute.MustExist))
        {
            Problems.Add($"{path} permits more than the author of '{_name}', whose [ConfinedPath] says {attribute.Access}{(attribute.MustExist ? ", MustExist" : string.Empty)}: configuration only restricts. Remove the line.");
        }

        var access = set?.Access is { } less && less < attribute.Access ? less : attribute.Access;
        Paths.Add(new DefinedPath(argument, attribute.Root, access, attribute.MustExist || set?.MustExist == true, set is null ? $"[ConfinedPath({attribute.Root})]" : path)
        {
            Unders = Unders(argument),
            IsRestricted = access < attribute.Access,
        });
    }

    private string Unusable(ArgumentPath argument, ConfinedPathAttribute attribute)
    {
        var what = $"[ConfinedPath(\"{attribute.Root}\")] on '{argument.Text}' of '{_name}'";
        return string.IsNullOrWhiteSpace(attribute.Root)
            ? $"{what} names no root. Name one of {Section}:Paths{(_options.Paths.Count > 0 ? ": " : string.Empty)}{string.Join(", ", _options.Paths.Keys.Order(StringComparer.Ordinal))}."
            : $"{what} has the access {attribute.Access}. Use PathAccess.Read or PathAccess.ReadWrite.";
    }

    private void Add(ArgumentPath argument, ToolPathOptions set, string path)
    {
        if (set.Root is null)
        {
            Problems.Add($"{path}:Root is missing: the author of '{_name}' did not confine '{argument.Text}'. Set it to one of: {string.Join(", ", _options.Paths.Keys.Order(StringComparer.Ordinal))}.");
        }
        else if (_options.Paths.TryGetValue(set.Root, out var root))
        {
            Paths.Add(new DefinedPath(argument, set.Root, set.Access, set.MustExist == true, path)
            {
                Unders = Unders(argument),
                IsRestricted = set.Access < root.Access,
            });
        }
    }

    private Dictionary<string, string> Unders(ArgumentPath argument) =>
    (
        from role in _options.Roles.Keys
        let under = Under(argument, role)
        where under is not null
        select KeyValuePair.Create(role, under)).ToDictionary(StringComparer.Ordinal);

    /// <summary>What a role says itself comes in place of what it inherits.</summary>
    private string? Under(ArgumentPath argument, string role) =>
    (
        from own in RolePolicy.Chain(role, _options.Roles)
        from tool in _settings
        where tool.Value.Roles.ContainsKey(own)
        from entry in tool.Value.Roles[own].Paths
        where ArgumentPath.TryParse(entry.Key, out var path) && string.Equals(path.Text, argument.Text, StringComparison.Ordinal)
        select entry.Value.Under).FirstOrDefault();
}

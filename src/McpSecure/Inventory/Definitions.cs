using McpSecure.Calls;
using McpSecure.Policy.Paths;
using McpSecure.Policy.Rules;
using McpSecure.Policy.Sensitive;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Inventory;

/// <summary>What is known of one primitive, whoever calls it.</summary>
internal sealed class Definitions(IToolSchemas schemas, ArgumentRules rules, ToolPaths paths, RedactionPlans secrets, IToolFindings findings, IOptions<McpSecurityOptions> options)
{
    public ReportedPrimitive Of(McpServerTool tool)
    {
        var (listed, schema) = (tool.ProtocolTool, schemas.Of(tool));
        return Of(tool, PrimitiveKind.Tool, listed.Name) with
        {
            Title = listed.Title ?? listed.Annotations?.Title,
            DefinitionHash = DefinitionHash.Of(listed, schema.IsUsable ? schema.Advertised : listed.InputSchema),
            IsDestructive = listed.Annotations?.DestructiveHint,
            IsReadOnly = listed.Annotations?.ReadOnlyHint,
            IsOpenWorld = listed.Annotations?.OpenWorldHint,
            ArgumentRules = RulesOf(tool),
            OpenPlaces = [.. OpenPlaces.Of(schema.Facts), .. findings.Of(tool)],
            Problems = [.. schema.Problems, .. PathsOf(tool, listed.Name).Problems],
        };
    }

    public ReportedPrimitive Of(McpServerPrompt prompt) => Of(prompt, PrimitiveKind.Prompt, prompt.ProtocolPrompt.Name) with
    {
        Title = prompt.ProtocolPrompt.Title,
        DefinitionHash = DefinitionHash.Of(prompt.ProtocolPrompt),
    };

    public ReportedPrimitive Of(McpServerResource resource) =>
        Of(resource, resource.IsTemplated ? PrimitiveKind.ResourceTemplate : PrimitiveKind.Resource, NameOf(resource)) with
        {
            Title = resource.ProtocolResourceTemplate.Title,
            DefinitionHash = DefinitionHash.Of(resource),
        };

    /// <summary>What is said of a name that only code of the application may serve.</summary>
    public ReportedPrimitive Of(PrimitiveKind kind, string name) => new()
    {
        Kind = kind,
        Name = name,
        Ceiling = kind == PrimitiveKind.Tool ? CeilingOf(name) : null,
        Limits = kind == PrimitiveKind.Tool ? LimitsOf(name) : LimitTable.Empty,
    };

    public static string NameOf(McpServerResource resource) => resource.ProtocolResource?.Uri ?? resource.ProtocolResourceTemplate.UriTemplate;

    private ReportedPrimitive Of(IMcpServerPrimitive primitive, PrimitiveKind kind, string name)
    {
        var facts = PrimitiveFacts.Of(primitive);
        return Of(kind, name) with
        {
            IsRegistered = true,
            RequiresApproval = facts.RequiresApproval,
            RequiredRoles = [.. facts.RequiredRoles.Select(required => string.Join(" or ", required.Roles))],
            SensitiveArguments = SensitivePlaces.Of(secrets.Of(primitive, kind, name)),
            Paths = PathsOf(primitive, kind == PrimitiveKind.Tool ? name : primitive.Id).Paths,
        };
    }

    private (ReportedPath[] Paths, string[] Problems) PathsOf(IMcpServerPrimitive primitive, string name)
    {
        try
        {
            return ([.. (paths.Of(primitive, name)?.Arguments ?? []).Select(Of)], []);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Files.PathRefusedException)
        {
            return ([], [exception.Message]); // of a tool that was added after the start, which would have said so
        }
    }

    private static ReportedPath Of(ConfinedArgument argument) => new()
    {
        Argument = argument.Definition.Argument.Text,
        Root = argument.Definition.Root,
        Access = argument.Access,
        Under = new SortedDictionary<string, string>(argument.Definition.Unders.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
    };

    private string[] RulesOf(McpServerTool tool)
    {
        if (rules.Find(tool.ProtocolTool.Name)?.For(tool) is not { } compiled)
        {
            return [];
        }

        return
        [
            .. compiled.OfTool.Rules.Select(rule => Sentence(rule, role: null)),
            .. compiled.OfRoles.OrderBy(role => role.Key, StringComparer.Ordinal).SelectMany(role => role.Value.Rules.Select(rule => Sentence(rule, role.Key))),
            .. compiled.Predicates.Select(predicate => $"by code: {predicate.Name}{(predicate.Asks ? ", where a person has to agree" : string.Empty)}"),
        ];
    }

    private static string Sentence(ArgumentRule rule, string? role) =>
        $"{(role is null ? string.Empty : $"{role}: ")}{rule.Definition.Path.Text}: {rule.Definition.Allows}" +
        (rule.Definition.Unasked is { } unasked ? $"; a person has to agree, but for {unasked.ToJsonString()}" : string.Empty);

    private Access? CeilingOf(string tool) => options.Value.ToolsNamed(tool).Min(set => set.Access);

    private IReadOnlyDictionary<string, int> LimitsOf(string tool) =>
        options.Value.Tools.TryGetValue(tool, out var set) ? LimitTable.Of(set.Limits) : LimitTable.Empty;
}

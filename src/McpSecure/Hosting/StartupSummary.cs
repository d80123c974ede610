using System.Text;
using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Policy.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Hosting;

/// <summary>Tells the operator, once, what the policy came to: where each value is from, and who may do what.</summary>
internal sealed partial class StartupSummary(
    ILoggerFactory loggers, AccessPolicy policy, ArgumentRules rules, PolicySource source, IOptions<McpSecurityOptions> options)
{
    private const int MatrixLimit = 50;

    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    public void Write(McpServerOptions server)
    {
        foreach (var warning in ServerCheck.Warnings(server, options.Value).Concat(rules.Notes(server)))
        {
            LogWarning(warning);
        }

        if (options.Value.Mode == SecurityMode.Observe)
        {
            LogObserving($"{options.Value.ObserveUntil:yyyy-MM-dd}", policy.IsObserving() ? "are observed, not enforced" : "are enforced: the time to observe is over");
        }

        var code = CodeValues(options.Value);
        var configured = source.Origins().Where(origin => !code.ContainsKey(origin.Path));
        string[] values =
        [
            .. configured.Select(origin => $"{origin.Path} = {origin.Value}  ({origin.Origin})"),
            .. code.Select(value => $"{value.Key} = {value.Value}  (code)"),
        ];
        if (values.Length > 0)
        {
            LogOrigins(Lines(values));
        }

        if (policy.IsZeroConfiguration)
        {
            LogZeroConfiguration(source.File, System.IO.File.Exists(source.File) ? "has no roles" : "does not exist", Example(server));
            return;
        }

        WriteGrants([.. (server.ToolCollection?.ToArray() ?? []).OrderBy(tool => tool.ProtocolTool.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The single values that code has the last word on, by their path.</summary>
    private Dictionary<string, string> CodeValues(McpSecurityOptions effective)
    {
        var defaults = new McpSecurityOptions();
        (string Name, string? Value, string? Default)[] values =
        [
            (nameof(effective.LocalRole), effective.LocalRole, defaults.LocalRole),
            (nameof(effective.AnonymousRole), effective.AnonymousRole, defaults.AnonymousRole),
            (nameof(effective.RoleClaim), effective.RoleClaim, defaults.RoleClaim),
            (nameof(effective.Mode), $"{effective.Mode}", $"{defaults.Mode}"),
            (nameof(effective.Refusals), $"{effective.Refusals}", $"{defaults.Refusals}"),
            (nameof(effective.UnknownTools), $"{effective.UnknownTools}", $"{defaults.UnknownTools}"),
            (nameof(effective.LocalTransport), $"{effective.LocalTransport}", $"{defaults.LocalTransport}"),
        ];
        return values
            .Where(value => !string.Equals(value.Value, source.Checked[value.Name] ?? value.Default, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(value => $"{McpSecurityOptions.SectionName}:{value.Name}", value => value.Value ?? "none", StringComparer.OrdinalIgnoreCase);
    }

    private void WriteGrants(McpServerTool[] tools)
    {
        var isLong = tools.Length > MatrixLimit;
        if (isLong)
        {
            LogGrants(Lines(policy.Roles.Select(role => Count(role, tools))));
        }

        var level = isLong ? LogLevel.Debug : LogLevel.Information;
        if (_logger.IsEnabled(level))
        {
            var matrix = Lines(policy.Roles.SelectMany(role => tools.Select(tool => Row(role, tool))));
            LogMatrix(level, matrix);
        }
    }

    private string Count(RolePolicy role, McpServerTool[] tools)
    {
        var access = tools.CountBy(tool => Decide(role, tool).Access).ToDictionary();
        return $"{role.Name}: {access.GetValueOrDefault(Access.Allow)} allowed, {access.GetValueOrDefault(Access.Ask)} to ask, " +
            $"{access.GetValueOrDefault(Access.Deny)} denied";
    }

    private string Row(RolePolicy role, McpServerTool tool)
    {
        var decision = Decide(role, tool);
        return $"{role.Name} {tool.ProtocolTool.Name}: {Wire.NameOf(decision.Access)}  ({decision.DecidedBy})" +
            (decision.Access > Access.Deny && rules.Apply(tool, [role.Name]) ? ", by the rules for its arguments" : string.Empty);
    }

    private AccessExplanation Decide(RolePolicy role, McpServerTool tool) =>
        policy.Decide(PrimitiveKind.Tool, tool.ProtocolTool.Name, new Caller { Roles = [role.Name] }, PrimitiveFacts.Of(tool));

    /// <summary>Lines to paste, with a tool that the server really has.</summary>
    private static string Example(McpServerOptions server)
    {
        var tool = server.ToolCollection?.Select(candidate => candidate.ProtocolTool.Name).Order(StringComparer.Ordinal).FirstOrDefault() ?? "*";
        return $$"""
            "McpSecurity": { "LocalRole": "user", "Roles": { "user": { "Tools": { "{{tool}}": "Allow" } } } }
            """;
    }

    private static string Lines(IEnumerable<string> lines) =>
        lines.Aggregate(new StringBuilder(), (text, line) => text.AppendLine().Append("  ").Append(line)).ToString();

    [LoggerMessage(10, LogLevel.Warning, "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(11, LogLevel.Warning, "Mode is Observe until {Day} (UTC): role grants {State}.")]
    private partial void LogObserving(string day, string state);

    [LoggerMessage(
        12, LogLevel.Warning,
        "No roles are configured: {File} {State}. On stdio the person who started the server may use everything; everywhere else nobody may do anything. Add: {Example}")]
    private partial void LogZeroConfiguration(string file, string state, string example);

    [LoggerMessage(13, LogLevel.Information, "Policy values and where they come from:{Values}")]
    private partial void LogOrigins(string values);

    [LoggerMessage(14, LogLevel.Information, "Tools by role:{Roles}")]
    private partial void LogGrants(string roles);

    [LoggerMessage(EventId = 15, Message = "Access by role and tool:{Matrix}")]
    private partial void LogMatrix(LogLevel level, string matrix);
}

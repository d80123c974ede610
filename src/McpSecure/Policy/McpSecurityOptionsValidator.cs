using McpSecure.Policy.Alerts;
using McpSecure.Policy.Egress;
using McpSecure.Policy.Paths;
using McpSecure.Policy.Rules;
using McpSecure.Policy.Sensitive;
using Microsoft.Extensions.Options;

namespace McpSecure.Policy;

/// <summary>Collects every setting that would not do what it says. Each error has the path, the value and the fix.</summary>
internal sealed class McpSecurityOptionsValidator(PolicySource source, RuleOptionsCheck rules, PathOptionsCheck paths, EgressCheck egress) : IValidateOptions<McpSecurityOptions>
{
    private const string Section = McpSecurityOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, McpSecurityOptions options)
    {
        var errors = Errors(options).ToArray();
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    public IEnumerable<string> Errors(McpSecurityOptions options) =>
    [
        .. source.Check.Errors,
        .. source.ForeignFiles(options.PolicyFiles),
        .. RoleReference(options, options.LocalRole, nameof(options.LocalRole)),
        .. RoleReference(options, options.AnonymousRole, nameof(options.AnonymousRole)),
        .. Modes(options),
        .. Methods(options),
        .. LimitSettings.Errors(options.Limits, $"{Section}:Limits"),
        .. Approval(options.Approvals, $"{Section}:Approvals"),
        .. Levels(options),
        .. options.Audit.Journal.Problems().Select(problem => $"{Section}:Audit:Journal: {problem}"),
        .. ReportFileCheck.Errors(options.Audit),
        .. AuditPlacesCheck.Errors(options),
        .. options.Configured.Where(entry => !entry.IsKept()).Select(entry =>
            $"{entry.Path} is configured, and code puts another object in its place or removes it, which would drop what is configured. Change the entry that is there, " +
            "by options.Tool(\"name\") for a tool."),
        .. options.Roles.SelectMany(role => Role(options, role.Key, role.Value)),
        .. paths.Errors(options),
        .. egress.Errors(options),
        .. RedactionOptionsCheck.Errors(options),
        .. AlertOptionsCheck.Errors(options, options.Audit.Alerts, $"{Section}:Audit:Alerts"),
        .. options.Tools.SelectMany(tool => Tool(tool.Key, tool.Value).Concat(LimitSettings.Errors(tool.Value.Limits, $"{Section}:Tools:{tool.Key}:Limits")).Concat(rules.Errors(options, tool.Key, tool.Value))),
    ];

    private static IEnumerable<string> RoleReference(McpSecurityOptions options, string? role, string setting)
    {
        if (role is not null && !options.Roles.ContainsKey(role))
        {
            yield return $"{Section}:{setting} is '{role}', but {Section}:Roles has no such role.{Suggestion.For(role, options.Roles.Keys)}";
        }
    }

    private static IEnumerable<string> Modes(McpSecurityOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.RoleClaim))
        {
            yield return $"{Section}:RoleClaim is empty; use a claim type, or remove the line.";
        }

        if (options.Mode == SecurityMode.Observe && options.ObserveUntil is null)
        {
            yield return $"{Section}:Mode is 'Observe' without an end; set {Section}:ObserveUntil to the last day, such as 2026-12-24.";
        }

        if (!Enum.IsDefined(options.Mode) || !Enum.IsDefined(options.Refusals) || !Enum.IsDefined(options.UnknownTools))
        {
            yield return $"{Section}:Mode, Refusals or UnknownTools was set in code to a value without a name.";
        }
    }

    private static IEnumerable<string> Approval(ApprovalOptions approval, string path)
    {
        if (approval.TimeoutSeconds is < 1 or > ApprovalOptions.MostSeconds)
        {
            yield return $"{path}:TimeoutSeconds is '{approval.TimeoutSeconds}'; use a whole number from 1 to {ApprovalOptions.MostSeconds}.";
        }
    }

    private static IEnumerable<string> Levels(McpSecurityOptions options)
    {
        var set = options.Tools.Values.Select(tool => tool.AuditLevel).Concat(options.Roles.Values.Select(role => role.AuditLevel)).OfType<AuditLevel>();
        if (!Enum.IsDefined(options.Audit.OnFailure) || !set.Append(options.Audit.Level).All(Enum.IsDefined))
        {
            yield return $"{Section}:Audit:Level, OnFailure or an AuditLevel was set in code to a value without a name.";
        }
    }

    private static IEnumerable<string> Methods(McpSecurityOptions options)
    {
        foreach (var (method, access) in options.AllowedMethods)
        {
            var path = $"{Section}:AllowedMethods:{method}";
            if (access is not (Access.Allow or Access.Deny))
            {
                yield return $"{path} is '{access}'; a custom method cannot ask. Use Deny or Allow.";
            }

            if (method.StartsWith(Calls.Methods.TasksPrefix, StringComparison.OrdinalIgnoreCase) && !Calls.Methods.Tasks.Contains(method))
            {
                yield return $"{path} cannot be allowed: a task id works for whoever knows it, and nobody knows where this method has one, so that it cannot be bound to " +
                    $"its owner. Known are {string.Join(", ", Calls.Methods.Tasks.Order(StringComparer.Ordinal))}.";
            }
            else if (Calls.Methods.Requests.Contains(method) && !string.Equals(method, Calls.Methods.SetLoggingLevel, StringComparison.Ordinal))
            {
                yield return $"{path} is a method of MCP itself, which the roles decide. Remove the line.";
            }
        }
    }

    private static IEnumerable<string> Role(McpSecurityOptions options, string name, RoleOptions role)
    {
        var path = $"{Section}:Roles:{name}";
        return
        [
            .. name.AsSpan().Trim().Length == name.Length ? [] : new[] { $"{path} has a blank at an end of its name; no claim would match." },
            .. Inheritance(options, name, role),
            .. LimitSettings.Errors(role.Limits, $"{path}:Limits"),
            .. Names(role.Tools, $"{path}:Tools"),
            .. Names(role.Prompts, $"{path}:Prompts"),
            .. role.Resources.SelectMany(rule => Resource(rule.Value, $"{path}:Resources:{rule.Key}")),
            .. role.Members.Where(member => string.IsNullOrEmpty(member.Value.Claim) || string.IsNullOrEmpty(member.Value.Value))
                .Select(member => $"{path}:Members:{member.Key} needs both Claim and Value."),
        ];
    }

    private static IEnumerable<string> Inheritance(McpSecurityOptions options, string name, RoleOptions role)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { name };
        for (var parent = role.Inherits; parent is not null; parent = options.Roles[parent].Inherits)
        {
            if (!options.Roles.ContainsKey(parent))
            {
                yield return $"{Section}:Roles:{name}:Inherits leads to '{parent}', but {Section}:Roles has no such role.{Suggestion.For(parent, options.Roles.Keys)}";
                yield break;
            }

            if (!seen.Add(parent))
            {
                yield return $"{Section}:Roles:{name}:Inherits comes back to '{parent}'; roles cannot inherit in a circle.";
                yield break;
            }
        }
    }

    private static IEnumerable<string> Names(IDictionary<string, Access> entries, string path)
    {
        foreach (var (name, access) in entries)
        {
            if (!Enum.IsDefined(access))
            {
                yield return $"{path}:{name} is '{(int)access}'; use Deny, Ask or Allow.";
            }

            if (name.AsSpan().TrimEnd(NameRules.Wildcard).Contains(NameRules.Wildcard) || name.EndsWith("**", StringComparison.Ordinal))
            {
                yield return $"{path}:{name} has a * that is not the last character; use a name, a prefix such as orders_*, or *.";
            }
        }
    }

    private static IEnumerable<string> Resource(ResourceRuleOptions rule, string path)
    {
        if (string.IsNullOrEmpty(rule.Uri))
        {
            yield return $"{path} needs a Uri, such as docs://handbook/**.";
        }
        else if (!Calls.ResourceUri.TryDecode(rule.Uri, out var decoded) || !string.Equals(decoded, rule.Uri, StringComparison.Ordinal))
        {
            yield return $"{path}:Uri is '{rule.Uri}', which no request can match: write the decoded URI, with a lower-case scheme and without \\, % or dot segments.";
        }

        if (!Enum.IsDefined(rule.Access))
        {
            yield return $"{path}:Access is '{(int)rule.Access}'; use Deny, Ask or Allow.";
        }
    }

    private static IEnumerable<string> Tool(string name, ToolOptions tool)
    {
        var path = $"{Section}:Tools:{name}";
        if (name.Contains(NameRules.Wildcard, StringComparison.Ordinal))
        {
            yield return $"{path} has a *; settings of a tool take its exact name.";
        }

        if (tool.Access is { } access && !Enum.IsDefined(access))
        {
            yield return $"{path}:Access is '{(int)access}'; use Deny, Ask or Allow.";
        }

        foreach (var error in Approval(tool.Approval, $"{path}:Approval"))
        {
            yield return error;
        }

        if (!Enum.IsDefined(tool.UnknownFields))
        {
            yield return $"{path}:UnknownFields is '{(int)tool.UnknownFields}'; use Refuse or Drop.";
        }

        if (!Enum.IsDefined(tool.UnvalidatedArguments))
        {
            yield return $"{path}:UnvalidatedArguments is '{(int)tool.UnvalidatedArguments}'; use Refuse or Allow.";
        }
    }
}

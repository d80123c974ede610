using System.Collections.Frozen;
using McpSecure.Calls;
using Microsoft.Extensions.Options;

namespace McpSecure.Audit;

/// <summary>The names that the policy names: no inventions of a client, although only a handler of the application knows what they mean.</summary>
internal sealed class PolicyNames(IOptions<McpSecurityOptions> options)
{
    private const char Wildcard = '*';

    private readonly FrozenSet<string> _tools = options.Value.Tools.Keys
        .Concat(options.Value.Roles.Values.SelectMany(static role => role.Tools.Keys)).Where(static name => !name.Contains(Wildcard)).ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string> _prompts = options.Value.Roles.Values
        .SelectMany(static role => role.Prompts.Keys).Where(static name => !name.Contains(Wildcard)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name of what a call asks for, in the policy's own spelling; or <see langword="null"/>.</summary>
    public string? Of(Call call) => call.Kind switch
    {
        PrimitiveKind.Tool when _tools.TryGetValue(call.Name, out var name) => name,
        PrimitiveKind.Prompt when _prompts.TryGetValue(call.Name, out var name) => name,
        _ => null,
    };
}

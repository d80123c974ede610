using System.Runtime.CompilerServices;
using McpSecure.Calls;
using McpSecure.Policy.Rules;
using McpSecure.Redaction;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Sensitive;

/// <summary>Which arguments are secrets. Found once for each primitive, whenever it was added, and again if it is called by another name.</summary>
internal sealed class RedactionPlans(IOptions<McpSecurityOptions> options)
{
    private readonly ConditionalWeakTable<IMcpServerPrimitive, Holder> _known = [];
    private readonly Dictionary<string, RedactionPlan> _ofHandlers = options.Value.Tools.Keys.Distinct(StringComparer.OrdinalIgnoreCase)
        .ToDictionary(name => name, name => Make(options.Value, primitive: null, name, isTool: true), StringComparer.OrdinalIgnoreCase);

    /// <summary>The plan of a call; for a name that nothing serves, what configuration says of it.</summary>
    public RedactionPlan Of(Call call) => Of(call.Facts.Primitive, call.Kind, call.Name);

    /// <summary>The plan of a primitive under a name.</summary>
    public RedactionPlan Of(IMcpServerPrimitive? primitive, PrimitiveKind kind, string name)
    {
        if (primitive is null)
        {
            return kind == PrimitiveKind.Tool ? _ofHandlers.GetValueOrDefault(name, RedactionPlan.None) : RedactionPlan.None;
        }

        var holder = _known.GetValue(primitive, static _ => new Holder());
        if (holder.Made is not { } made || !string.Equals(made.Name, name, StringComparison.Ordinal))
        {
            holder.Made = made = new(name, Make(options.Value, primitive, name, primitive is McpServerTool));
        }

        return made.Plan;
    }

    private static RedactionPlan Make(McpSecurityOptions options, IMcpServerPrimitive? primitive, string name, bool isTool) => RedactionPlan.Of(
        isTool ? PathsOf(options, name) : [],
        primitive is McpServerTool tool ? DeclaredSecrets.Of(tool.ProtocolTool.InputSchema) : null,
        primitive is null ? null : AttributedSecrets.Of(primitive));

    /// <summary>A name in another case takes away as well.</summary>
    private static IEnumerable<string?[]> PathsOf(McpSecurityOptions options, string name) =>
        from tool in options.Tools
        where string.Equals(tool.Key, name, StringComparison.OrdinalIgnoreCase)
        from place in tool.Value.Sensitive
        where place.Value
        let path = ArgumentPath.TryParse(place.Key, out var parsed) ? parsed : null
        where path is not null
        select path.Steps;

    private sealed record Named(string Name, RedactionPlan Plan);

    private sealed class Holder
    {
        private Named? _made;

        public Named? Made
        {
            get => Volatile.Read(ref _made);
            set => Volatile.Write(ref _made, value);
        }
    }
}

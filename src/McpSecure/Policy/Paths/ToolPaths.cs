using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using McpSecure.Calls;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace McpSecure.Policy.Paths;

/// <summary>Which arguments are paths. Found once for each primitive, whenever it was added, and again if it is called by another name.</summary>
internal sealed class ToolPaths(IOptions<McpSecurityOptions> options, PathRoots roots)
{
    private readonly ConditionalWeakTable<IMcpServerPrimitive, Holder> _known = [];
    private readonly FrozenDictionary<string, PathPlan> _ofHandlers = options.Value.Tools
        .Where(tool => tool.Value.Paths.Count > 0)
        .ToFrozenDictionary(tool => tool.Key, tool => Make(options.Value, roots, tool.Key, primitive: null), StringComparer.OrdinalIgnoreCase);

    /// <summary>The paths of a call, or <see langword="null"/> if there are none.</summary>
    /// <exception cref="InvalidOperationException">What was said of them cannot be done. At the start nothing was wrong: the tool was added later.</exception>
    public PathPlan? Of(Call call) => call.Facts.Primitive is { } primitive
        ? Of(primitive, call.Kind == PrimitiveKind.Tool ? call.Name : primitive.Id)
        : call.Kind == PrimitiveKind.Tool ? _ofHandlers.GetValueOrDefault(call.Name) : null;

    public PathPlan? Of(IMcpServerPrimitive primitive, string name)
    {
        var holder = _known.GetValue(primitive, static _ => new Holder());
        var plan = holder.Plan;
        if (plan is null || !string.Equals(plan.Name, name, StringComparison.Ordinal))
        {
            holder.Plan = plan = Make(options.Value, roots, name, primitive);
        }

        return plan.Arguments.Length == 0 ? null : plan;
    }

    /// <summary>Opens what the paths of some tools need, before anybody could put something else in its place.</summary>
    public void Prepare(IEnumerable<McpServerTool> tools)
    {
        foreach (var tool in tools)
        {
            _ = Of(tool, tool.ProtocolTool.Name);
        }
    }

    private static PathPlan Make(McpSecurityOptions options, PathRoots roots, string name, IMcpServerPrimitive? primitive)
    {
        var definitions = PathDefinitions.Of(options, name, primitive);
        return definitions.Problems.Count == 0
            ? new PathPlan(name, definitions.Paths, roots)
            : throw new InvalidOperationException(string.Join(" ", definitions.Problems));
    }

    private sealed class Holder
    {
        private PathPlan? _plan;

        public PathPlan? Plan
        {
            get => Volatile.Read(ref _plan);
            set => Volatile.Write(ref _plan, value);
        }
    }
}

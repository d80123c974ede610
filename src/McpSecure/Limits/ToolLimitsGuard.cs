using System.Collections.Frozen;
using McpSecure.Calls;

namespace McpSecure.Limits;

/// <summary>Has this tool been called too often, or does too much of it run? After authorization, so that nobody spends what he may not use.</summary>
internal sealed class ToolLimitsGuard : IGuard
{
    private readonly FrozenDictionary<string, ToolBucket> _tools;
    private readonly TimeProvider _time;

    public ToolLimitsGuard(EffectiveLimits limits, TimeProvider time)
    {
        _time = time;
        _tools = limits.Tools
            .Where(tool => Limit.Of(tool.Value) != Limit.None)
            .ToFrozenDictionary(tool => tool.Key, tool => new ToolBucket(Limit.Of(tool.Value), time), StringComparer.Ordinal);
    }

    public string Name => "tool_limits";

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken)
    {
        if (call.Kind != PrimitiveKind.Tool || !_tools.TryGetValue(call.Name, out var bucket))
        {
            return new(Verdict.Continue);
        }

        var answer = bucket.Enter();
        if (!answer.IsAdmitted)
        {
            return new(Verdict.Refuse(LimitRefusals.OfTool(answer, _time)));
        }

        call.Hold(bucket, 0);
        return new(Verdict.Continue);
    }
}

using McpSecure.Arguments.Hardening;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;

namespace McpSecure.Arguments;

/// <summary>Everything that the arguments of one tool are held against.</summary>
internal sealed class ToolArguments(ToolDefinition definition, ToolSchema schema, ClrNumbers numbers, DeclaredNames names)
{
    private int _isReported;

    public ToolSchema Schema { get; } = schema;

    public ClrNumbers Numbers { get; } = numbers;

    public DeclaredNames Names { get; } = names;

    public bool IsOf(Tool current) => definition.IsOf(current);

    /// <summary>Whether nobody has said yet what is wrong with the tool. True once.</summary>
    public bool TryReport() => Interlocked.Exchange(ref _isReported, 1) == 0;
}

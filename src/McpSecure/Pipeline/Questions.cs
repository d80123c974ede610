using System.Diagnostics;
using McpSecure.Schemas;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>What a server has asked its client in one session, until it is answered.</summary>
/// <remarks>
/// Servers that share one options object by hand share this memory, and number their questions alike: an answer then has to fit every
/// question that is open under its number.
/// </remarks>
internal sealed class Questions
{
    /// <summary>More than a person could answer.</summary>
    public const int Capacity = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<RequestId, Open> _open = [];

    /// <summary>Remembers a question.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="schema">What the answer has to fit, if it is to fit anything.</param>
    /// <param name="span">Its span, if somebody listens.</param>
    /// <returns><see langword="false"/> if too many are open.</returns>
    public bool TryAdd(RequestId id, CompiledSchema? schema, Activity? span)
    {
        CompiledSchema[] schemas = schema is null ? [] : [schema];
        lock (_lock)
        {
            if (!_open.TryGetValue(id, out var open))
            {
                return _open.Count < Capacity && _open.TryAdd(id, new(schemas, 1, span));
            }

            if (open.Count == Capacity)
            {
                return false;
            }

            _open[id] = new([.. open.Schemas, .. schemas], open.Count + 1, span);
            return true;
        }
    }

    /// <summary>Closes a question: it is answered once.</summary>
    /// <returns>What the answer has to fit, among others; or <see langword="null"/> if nothing is asked.</returns>
    public Open? Take(RequestId id)
    {
        lock (_lock)
        {
            if (!_open.Remove(id, out var open))
            {
                return null;
            }

            if (open.Count > 1)
            {
                _open[id] = open with { Count = open.Count - 1 };
            }

            return open;
        }
    }

    /// <summary>Questions under one number.</summary>
    /// <param name="Schemas">What an answer has to fit.</param>
    /// <param name="Count">How many there are.</param>
    /// <param name="Span">The span of the last one, if somebody listens.</param>
    internal readonly record struct Open(CompiledSchema[] Schemas, int Count, Activity? Span);
}

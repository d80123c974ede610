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
    /// <returns><see langword="false"/> if too many are open.</returns>
    public bool TryAdd(RequestId id, CompiledSchema? schema)
    {
        CompiledSchema[] schemas = schema is null ? [] : [schema];
        lock (_lock)
        {
            if (!_open.TryGetValue(id, out var open))
            {
                return _open.Count < Capacity && _open.TryAdd(id, new(schemas, 1));
            }

            if (open.Count == Capacity)
            {
                return false;
            }

            _open[id] = new([.. open.Schemas, .. schemas], open.Count + 1);
            return true;
        }
    }

    /// <summary>Closes a question: it is answered once.</summary>
    /// <returns>What the answer has to fit, or <see langword="null"/> if nothing is asked.</returns>
    public CompiledSchema[]? Take(RequestId id)
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

            return open.Schemas;
        }
    }

    private readonly record struct Open(CompiledSchema[] Schemas, int Count);
}

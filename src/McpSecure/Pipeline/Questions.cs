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
    /// <returns><see langword="false"/> if too many are open.</returns>
    public bool TryAdd(RequestId id, CompiledSchema schema)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(id, out var open))
            {
                _open[id] = new([.. open.Schemas, schema], open.Count + 1);
                return open.Count < Capacity;
            }

            return _open.Count < Capacity && _open.TryAdd(id, new([schema], 1));
        }
    }

    /// <summary>What the answer to a question has to fit; empty if nothing was asked.</summary>
    public CompiledSchema[] Find(RequestId id)
    {
        lock (_lock)
        {
            return _open.TryGetValue(id, out var open) ? open.Schemas : [];
        }
    }

    /// <summary>Forgets a question that is answered, or that nobody waits for.</summary>
    public void Forget(RequestId id)
    {
        lock (_lock)
        {
            if (!_open.TryGetValue(id, out var open))
            {
                return;
            }

            if (open.Count == 1)
            {
                _open.Remove(id);
            }
            else
            {
                _open[id] = open with { Count = open.Count - 1 };
            }
        }
    }

    private readonly record struct Open(CompiledSchema[] Schemas, int Count);
}

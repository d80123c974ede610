using System.Collections.Concurrent;

namespace McpSecure.Schemas.Patterns;

/// <summary>Shares compiled patterns, because real schemas repeat a few, and forgets those that have not been asked for lately.</summary>
/// <typeparam name="TKey">What a pattern is found by.</typeparam>
/// <typeparam name="TValue">What is kept.</typeparam>
/// <param name="capacity">How much it keeps in each of two generations.</param>
/// <remarks>
/// Once the young generation is full it becomes the old one, and the old one is dropped; what is asked for becomes young again. Whatever
/// happens concurrently, a generation exceeds its capacity by no more than one entry a thread.
/// </remarks>
internal sealed class PatternCache<TKey, TValue>(long capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private Generation _young = new();
    private Generation _old = new();

    /// <summary>Gets how much is kept.</summary>
    public long Weight => Volatile.Read(ref _young).Weight + Volatile.Read(ref _old).Weight;

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make, Func<TKey, TValue, long> weigh)
    {
        if (Volatile.Read(ref _young).Entries.TryGetValue(key, out var young))
        {
            return young;
        }

        var value = Volatile.Read(ref _old).Entries.TryGetValue(key, out var old) ? old : make(key);
        lock (_lock)
        {
            if (_young.Entries.TryGetValue(key, out young))
            {
                return young;
            }

            _young.Entries[key] = value;
            _young.Weight += weigh(key, value);
            if (_young.Weight >= capacity)
            {
                Volatile.Write(ref _old, _young);
                Volatile.Write(ref _young, new());
            }

            return value;
        }
    }

    private sealed class Generation
    {
        public ConcurrentDictionary<TKey, TValue> Entries { get; } = new();

        public long Weight { get; set; }
    }
}

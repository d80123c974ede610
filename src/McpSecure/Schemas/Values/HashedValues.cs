namespace McpSecure.Schemas.Values;

/// <summary>Values of a schema by their hash: however many there are, few are compared with a value of an instance.</summary>
/// <typeparam name="T">What they are kept as.</typeparam>
internal sealed class HashedValues<T>
{
    private readonly T[] _values;
    private readonly long[] _hashes;

    public HashedValues(T[] values, long[] hashes)
    {
        (_values, _hashes) = (values, hashes);
        Array.Sort(_hashes, _values);
    }

    public static HashedValues<T> None { get; } = new([], []);

    public bool IsEmpty => _values.Length == 0;

    /// <summary>The values with a hash: next to none.</summary>
    public ReadOnlySpan<T> With(long hash)
    {
        var found = Array.BinarySearch(_hashes, hash);
        if (found < 0)
        {
            return [];
        }

        var (first, end) = (found, found + 1);
        while (first > 0 && _hashes[first - 1] == hash)
        {
            first--;
        }

        while (end < _hashes.Length && _hashes[end] == hash)
        {
            end++;
        }

        return _values.AsSpan(first, end - first);
    }
}

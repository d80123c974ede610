using System.Collections;

namespace McpSecure.Schemas;

/// <summary>Takes errors up to a limit. Not safe for concurrent use.</summary>
/// <param name="capacity">How many it takes, 1 or more. The default is 8.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is less than 1.</exception>
public sealed class SchemaErrors(int capacity = SchemaErrors.DefaultCapacity) : IReadOnlyList<SchemaError>
{
    /// <summary>How many errors are taken unless told otherwise.</summary>
    public const int DefaultCapacity = 8;

    private readonly int _capacity = capacity >= 1 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "At least 1.");
    private readonly List<SchemaError> _errors = new(1);

    /// <summary>Gets how many errors it has.</summary>
    public int Count => _errors.Count;

    /// <summary>Gets a value indicating whether it takes no more: an engine can stop looking.</summary>
    public bool IsFull => _errors.Count >= _capacity;

    /// <summary>Gets an error.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <returns>The error.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of bounds.</exception>
    public SchemaError this[int index] => _errors[index];

    /// <summary>Adds an error; does nothing once it is full.</summary>
    /// <param name="error">The error.</param>
    /// <returns><see langword="true"/> if it takes more.</returns>
    public bool Add(SchemaError error)
    {
        if (!IsFull)
        {
            _errors.Add(error);
        }

        return !IsFull;
    }

    /// <summary>Enumerates the errors in the order in which they were found.</summary>
    /// <returns>The enumerator.</returns>
    public IEnumerator<SchemaError> GetEnumerator() => _errors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Takes back what was added since it had so many.</summary>
    internal void TakeBack(int count) => _errors.RemoveRange(count, _errors.Count - count);
}

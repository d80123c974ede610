namespace McpSecure.Execution;

/// <summary>The rows that a statement returned, as what the application made of them. Immutable.</summary>
/// <typeparam name="T">What a row became.</typeparam>
public sealed class SqlRows<T>
{
    internal SqlRows(IReadOnlyList<T> rows, bool isTruncated)
    {
        Rows = rows;
        IsTruncated = isTruncated;
    }

    /// <summary>Gets the rows.</summary>
    public IReadOnlyList<T> Rows { get; }

    /// <summary>Gets a value indicating whether rows were left out: see <see cref="SqlLimits.MaxRows"/> and <see cref="SqlLimits.MaxBytes"/>.</summary>
    public bool IsTruncated { get; }
}

namespace McpSecure.Execution;

/// <summary>The rows that a statement returned. Immutable.</summary>
public sealed class SqlResult
{
    internal SqlResult(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object?>> rows, bool isTruncated)
    {
        Columns = columns;
        Rows = rows;
        IsTruncated = isTruncated;
    }

    /// <summary>Gets the names of the columns. They need not be different.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Gets the rows, each with one value for each column.</summary>
    /// <value>A value is what the provider makes of it; <see langword="null"/> for <c>null</c>.</value>
    public IReadOnlyList<IReadOnlyList<object?>> Rows { get; }

    /// <summary>Gets a value indicating whether rows were left out: see <see cref="SqlLimits.MaxRows"/> and <see cref="SqlLimits.MaxBytes"/>.</summary>
    public bool IsTruncated { get; }
}

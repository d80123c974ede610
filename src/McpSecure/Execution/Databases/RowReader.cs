using System.Data.Common;
using System.Text;

namespace McpSecure.Execution.Databases;

/// <summary>Reads rows until one of the limits is reached. A row is read whole, or left out.</summary>
/// <param name="limits">The limits.</param>
/// <param name="inPieces">Whether texts and bytes are read in pieces: a value beyond the limit is then never held whole.</param>
/// <param name="isStrict">Whether a column is refused whose values can be large and cannot be read in pieces.</param>
internal sealed class RowReader(SqlLimits limits, bool inPieces, bool isStrict)
{
    public async Task<SqlResult> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var columns = new string[reader.FieldCount];
        var types = new ValueKind[reader.FieldCount];
        var values = new ValueReader(limits.MaxBytes, inPieces);
        for (var column = 0; column < columns.Length; column++)
        {
            columns[column] = reader.GetName(column);
            types[column] = KindOf(reader, column);
            values.Take(Encoding.UTF8.GetByteCount(columns[column]));
        }

        var rows = new List<object?[]>();
        var isTruncated = false;
        while (!isTruncated && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (rows.Count < limits.MaxRows && values.TryRead(reader, types, out var row))
            {
                rows.Add(row);
            }
            else
            {
                isTruncated = true;
            }
        }

        return new SqlResult(columns, rows, isTruncated);
    }

    public async Task<SqlRows<T>> ReadAsync<T>(DbDataReader reader, Func<DbDataReader, T> map, CancellationToken cancellationToken)
    {
        var types = new ValueKind[reader.FieldCount];
        var values = new ValueReader(limits.MaxBytes, inPieces: false);
        var rows = new List<T>();
        var isTruncated = false;
        while (!isTruncated && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (rows.Count < limits.MaxRows && values.TryRead(reader, types, out _))
            {
                rows.Add(map(reader));
            }
            else
            {
                isTruncated = true;
            }
        }

        return new SqlRows<T>(rows, isTruncated);
    }

    private ValueKind KindOf(DbDataReader reader, int column)
    {
        var type = reader.GetFieldType(column);
        if (type == typeof(string))
        {
            return ValueKind.Text;
        }

        if (type == typeof(byte[]))
        {
            return ValueKind.Bytes;
        }

        return !isStrict || !inPieces || type.IsPrimitive || Small.Contains(type)
            ? ValueKind.Whole
            : throw new SqlRefusedException(SqlRefusal.ColumnType, $"Column {column + 1} has a type that is not returned here. Cast it to text.");
    }

    private static readonly Type[] Small =
    [
        typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];
}

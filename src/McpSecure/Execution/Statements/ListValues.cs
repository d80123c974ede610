using System.Collections;

namespace McpSecure.Execution.Statements;

/// <summary>Lists of values.</summary>
internal static class ListValues
{
    public const int MaxCount = 500;

    /// <summary>The values, if it is a list: a text is none, nor are bytes.</summary>
    public static IEnumerable? Of(object? value) => value is IEnumerable list and not (string or byte[]) ? list : null;

    /// <summary>Whether a variable of the type holds lists.</summary>
    public static bool Is(Type type) => type != typeof(string) && type != typeof(byte[]) && typeof(IEnumerable).IsAssignableFrom(type);

    /// <summary>
    /// A value of the type that an empty list is of. Nothing is compared with it, but an engine that is strict wants to know the type: for
    /// PostgreSQL <c>null</c> is a text there, and no number is ever in a list of texts.
    /// </summary>
    public static object Sample(IEnumerable list) => list switch
    {
        IEnumerable<string> => string.Empty,
        IEnumerable<int> or IEnumerable<int?> => 0,
        IEnumerable<long> or IEnumerable<long?> => 0L,
        IEnumerable<Guid> or IEnumerable<Guid?> => Guid.Empty,
        IEnumerable<short> or IEnumerable<short?> => (short)0,
        IEnumerable<byte> or IEnumerable<byte?> => (short)0,
        IEnumerable<decimal> or IEnumerable<decimal?> => 0m,
        IEnumerable<double> or IEnumerable<double?> => 0d,
        IEnumerable<float> or IEnumerable<float?> => 0f,
        IEnumerable<bool> or IEnumerable<bool?> => false,
        IEnumerable<DateTime> or IEnumerable<DateTime?> => DateTime.UnixEpoch,
        IEnumerable<DateTimeOffset> or IEnumerable<DateTimeOffset?> => DateTimeOffset.UnixEpoch,
        IEnumerable<DateOnly> or IEnumerable<DateOnly?> => DateOnly.MinValue,
        IEnumerable<TimeOnly> or IEnumerable<TimeOnly?> => TimeOnly.MinValue,
        IEnumerable<TimeSpan> or IEnumerable<TimeSpan?> => TimeSpan.Zero,
        IEnumerable<byte[]> => Array.Empty<byte>(),
        _ => string.Empty,
    };
}

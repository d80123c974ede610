namespace McpSecure.Execution;

/// <summary>A name of a table or a column: one of those that the author of the statement wrote down.</summary>
/// <remarks>
/// A name cannot be a parameter. It stands in the statement quoted as the standard says, in double quotes, so that its case matters where the
/// engine is strict (PostgreSQL). One name each: <c>{schema}.{table}</c> are two. MySQL takes double quotes for names only with
/// <c>ANSI_QUOTES</c>. Safe for concurrent use. CWE-89.
/// </remarks>
public sealed class SqlIdentifier
{
    private SqlIdentifier(string quoted) => Quoted = quoted;

    /// <summary>Gets the name as it stands in the statement.</summary>
    internal string Quoted { get; }

    /// <summary>Takes a name that is one of a list; compared as it is, case included.</summary>
    /// <param name="value">The name that is asked for. It is trusted with nothing.</param>
    /// <param name="allowed">The names to choose from, written by the author. None of them is empty or holds a NUL character.</param>
    /// <returns>The name from the list.</returns>
    /// <exception cref="ArgumentException">The list is empty, or one of its names is no name.</exception>
    /// <exception cref="SqlRefusedException">It is none of them (<see cref="SqlRefusal.NameNotAllowed"/>).</exception>
    public static SqlIdentifier OneOf(string value, params ReadOnlySpan<string> allowed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(allowed.Length, nameof(allowed));
        SqlIdentifier? found = null;
        foreach (var name in allowed)
        {
            if (string.IsNullOrEmpty(name) || name.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException("A name that is allowed must not be empty or hold a NUL character.", nameof(allowed));
            }

            if (string.Equals(name, value, StringComparison.Ordinal))
            {
                found = new SqlIdentifier($"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            }
        }

        return found ?? throw new SqlRefusedException(
            SqlRefusal.NameNotAllowed, $"The name is none of those that can be chosen here: {string.Join(", ", allowed!)}.");
    }

    /// <summary>Says the name as it stands in the statement.</summary>
    /// <returns>The name in double quotes.</returns>
    public override string ToString() => Quoted;
}

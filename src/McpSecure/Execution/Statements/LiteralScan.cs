using System.Buffers;

namespace McpSecure.Execution.Statements;

/// <summary>Follows the literal parts of a statement, by the rules of several engines at once: what one of them takes for quoted, is.</summary>
/// <remarks>
/// Nobody knows here which engine will read it. This is help for the author, not what keeps an attacker out: a value is a parameter whatever
/// stands around it.
/// </remarks>
internal struct LiteralScan
{
    private static readonly Dialect[] Dialects =
    [
        Dialect.Sqlite, Dialect.PostgreSql, Dialect.SqlServer,
        Dialect.MySql, // the last: see MayEnd
    ];
    private static readonly SearchValues<char> Special = SearchValues.Create("'\"`[-/#$?:@");

    // None: every dialect is outside of quotations and comments, which is nearly always so.
    private DialectState[]? _states;

    /// <summary>Whether a parameter may stand here.</summary>
    public readonly bool IsCode => _states is null;

    /// <summary>Whether the statement may end here. A comment may go to the end, and <c>escape '\'</c> is unfinished for one engine only.</summary>
    public readonly bool MayEnd => _states is null || Array.TrueForAll(_states[..^1], state => state.Place is Place.Code or Place.Line);

    /// <summary>Goes on.</summary>
    /// <param name="text">All that stands between two values.</param>
    /// <returns>Whether it holds a placeholder.</returns>
    public bool HasPlaceholder(ReadOnlySpan<char> text)
    {
        if (_states is null && !text.ContainsAny(Special))
        {
            return false;
        }

        var states = _states ?? new DialectState[Dialects.Length];
        var found = false;
        for (var index = 0; index < Dialects.Length; index++)
        {
            found |= DialectReader.Read(ref states[index], Dialects[index], text);
        }

        _states = Array.TrueForAll(states, state => state.Place == Place.Code) ? null : states;
        return found;
    }
}

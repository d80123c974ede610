using System.Collections;
using System.ComponentModel;
using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using McpSecure.Execution.Statements;

namespace McpSecure.Execution;

/// <summary>
/// A statement whose text was written by its author: <c>Sql sql = $"select body from notes where title = {title}";</c>. Each value in braces
/// becomes a parameter of the driver, so that it is never a part of the statement.
/// </summary>
/// <remarks>
/// <para>
/// In braces may stand: a value; a list, which becomes <c>(@p0,@p1)</c> for <c>in</c> and <c>not in</c>, of 500 values at most, and is safe when
/// it is empty; a <see cref="SqlIdentifier"/>, for names; another <see cref="Sql"/>, any number of times, with its own values. There is no way
/// from a <see cref="string"/> to a statement, and no format or alignment in braces.
/// </para>
/// <para>
/// Quotes around braces are refused, and so is a value in a comment or directly beside a name; what any of SQLite, PostgreSQL, MySQL and SQL
/// Server would read as quoted counts as quoted. Refused too: placeholders in the text, and texts with NUL characters or lone surrogates.
/// Several statements in one text are the author's own business.
/// </para>
/// <para>Immutable once written, and then safe for concurrent use. CWE-89.</para>
/// </remarks>
[InterpolatedStringHandler]
public sealed class Sql
{
    private readonly int _literalLength;
    private readonly int _formattedCount;
    private StatementBuilder _statement;
    private int _literals;
    private int _holes;
    private bool _isAfterHole;
    private string? _text;

    /// <summary>Initializes a new instance of the <see cref="Sql"/> class. For the compiler: write <c>$"…"</c>.</summary>
    /// <param name="literalLength">How many characters the text has outside of braces.</param>
    /// <param name="formattedCount">How many braces there are.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Sql(int literalLength, int formattedCount)
    {
        _literalLength = literalLength;
        _formattedCount = formattedCount;
        _statement = new StatementBuilder(literalLength + (4 * formattedCount), formattedCount);
    }

    /// <summary>Gets the text, with the names of parameters and without their values: it can be recorded.</summary>
    /// <exception cref="SqlRefusedException">A quotation or a comment does not end, or there is a placeholder in the text.</exception>
    /// <exception cref="InvalidOperationException">It was not written as <c>$"…"</c>.</exception>
    public string Text => _text ??= Finish();

    /// <summary>Gets how many parameters it has.</summary>
    public int ParameterCount => _statement.Values;

    /// <summary>Adds text of the author. For the compiler: write <c>$"…"</c>.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="SqlRefusedException">It stands directly beside a value (<see cref="SqlRefusal.HoleBesideText"/>), or holds a NUL character.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ThrowIfFinished();
        if (value.Length == 0)
        {
            return;
        }

        if (_isAfterHole && Glues(value[0]))
        {
            throw BesideText(expression: null);
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new SqlRefusedException(SqlRefusal.ValueMalformed, "The statement holds a NUL character, at which an engine would take it for ended.");
        }

        _isAfterHole = false;
        _literals += value.Length;
        _statement.Append(value);
    }

    /// <summary>Adds a value, or a list of values. For the compiler: write <c>$"…"</c>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value; any that the driver takes. An enum is its number.</param>
    /// <param name="expression">What stands in the braces.</param>
    /// <exception cref="SqlRefusedException">It stands where it cannot be a parameter, or the driver would alter it.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T value, [CallerArgumentExpression(nameof(value))] string? expression = null)
    {
        object? boxed = value;
        switch (boxed)
        {
            case Sql fragment:
                AppendFormatted(fragment, expression);
                return;
            case SqlIdentifier identifier:
                AppendFormatted(identifier, expression);
                return;
            case null when ListValues.Is(typeof(T)):
                throw Refused(SqlRefusal.ListMisplaced, "is no list; an empty list is one", expression);
        }

        Begin(expression);
        if (ListValues.Of(boxed) is { } list)
        {
            AppendList(list, expression);
        }
        else
        {
            Bind(boxed, expression);
        }

        End();
    }

    /// <summary>Adds a text as a value. For the compiler: write <c>$"…"</c>.</summary>
    /// <param name="value">The text.</param>
    /// <param name="expression">What stands in the braces.</param>
    /// <exception cref="SqlRefusedException">It stands where it cannot be a parameter, or the driver would alter it.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(string? value, [CallerArgumentExpression(nameof(value))] string? expression = null)
    {
        Begin(expression);
        Bind(value, expression);
        End();
    }

    /// <summary>Adds a name. For the compiler: write <c>$"…"</c>.</summary>
    /// <param name="identifier">The name.</param>
    /// <param name="expression">What stands in the braces.</param>
    /// <exception cref="SqlRefusedException">It stands inside quotes, or directly beside a name.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(SqlIdentifier identifier, [CallerArgumentExpression(nameof(identifier))] string? expression = null)
    {
        ArgumentNullException.ThrowIfNull(identifier);
        Begin(expression);
        _statement.Append(identifier.Quoted);
        End();
    }

    /// <summary>Adds a part with its own values, between blanks. For the compiler: write <c>$"…"</c>.</summary>
    /// <param name="fragment">The part. Put parentheses around it where its operators may bind less than those around it.</param>
    /// <param name="expression">What stands in the braces.</param>
    /// <exception cref="SqlRefusedException">It stands inside quotes or directly beside a name, or ends in a quotation or a comment.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Sql fragment, [CallerArgumentExpression(nameof(fragment))] string? expression = null)
    {
        ArgumentNullException.ThrowIfNull(fragment);
        Begin(expression);
        _ = fragment.Text; // throws where it is no whole part
        if (!fragment._statement.IsCode)
        {
            throw Refused(SqlRefusal.Unterminated, "ends inside a quotation or a comment; nothing can follow it", expression);
        }

        // A blank on both sides: two dashes, one from here and one from there, would be a comment.
        _statement.Append(" ");
        _statement.Append(in fragment._statement);
        _statement.Append(" ");
        End();
    }

    /// <summary>Gives text and parameters to a command, of any provider whose parameters are named <c>@name</c>.</summary>
    /// <param name="command">The command, without parameters.</param>
    /// <exception cref="ArgumentException">The command has parameters already.</exception>
    /// <exception cref="SqlRefusedException">A quotation or a comment does not end, or there is a placeholder in the text.</exception>
    public void ApplyTo(DbCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Parameters.Count > 0)
        {
            throw new ArgumentException("The command has parameters already, which the statement does not know. Take a new command.", nameof(command));
        }

        command.CommandText = Text;
        command.CommandType = CommandType.Text;
        _statement.AddParametersTo(command);
    }

    /// <summary>Says the text, with the names of parameters and without their values.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Text;

    // Beside one of these a placeholder would be read as something else, or not at all.
    private static bool Glues(char character) => DialectReader.IsName(character) || character is '@' or '$' or '#' or '?' or '\'' or '"' or '`' or '\\';

    private void Begin(string? expression)
    {
        ThrowIfFinished();
        _holes++;
        Scan();
        if (!_statement.IsCode)
        {
            throw Refused(
                SqlRefusal.HoleInQuotes, "stands inside quotes or a comment, where it cannot be a parameter: remove the quotes around it", expression);
        }

        if (Glues(_statement.Last) || _statement.Last == ':')
        {
            throw BesideText(expression);
        }
    }

    private void ThrowIfFinished()
    {
        if (_text is not null)
        {
            throw NotWritten();
        }
    }

    private void End()
    {
        _statement.Skip();
        _isAfterHole = true;
    }

    private void AppendList(IEnumerable list, string? expression)
    {
        if (_statement.Text.TrimEnd() is [.., '('])
        {
            throw Refused(SqlRefusal.ListMisplaced, "is a list, which brings its own parentheses: remove those around it", expression);
        }

        _statement.Append("(");
        var count = 0;
        foreach (var value in list)
        {
            if (++count > ListValues.MaxCount)
            {
                throw Refused(SqlRefusal.ListTooLong, $"is a list of more than {ListValues.MaxCount} values", expression);
            }

            if (value is Sql or SqlIdentifier || ListValues.Of(value) is not null)
            {
                throw Refused(SqlRefusal.ListMisplaced, "is a list of something else than values", expression);
            }

            _statement.Append(count > 1 ? "," : string.Empty);
            Bind(value, expression);
        }

        if (count == 0)
        {
            _statement.Append("select ");
            _statement.Bind(ListValues.Sample(list));
            _statement.Append(" where 1=0");
        }

        _statement.Append(")");
    }

    private void Bind(object? value, string? expression)
    {
        if ((value is string text && TextCheck.IsMalformed(text)) || (value is char single && TextCheck.IsMalformed([single])))
        {
            throw Refused(SqlRefusal.ValueMalformed, "holds a NUL character or half of a surrogate pair", expression);
        }

        _statement.Bind(value is Enum number ? Convert.ChangeType(number, number.GetTypeCode(), provider: null) : value);
    }

    private void Scan()
    {
        if (_statement.HasPlaceholder())
        {
            throw new SqlRefusedException(
                SqlRefusal.PlaceholderInText, "The statement holds a placeholder of its own, such as ?, :name, @name or $1. Put the value in braces.");
        }
    }

    private string Finish()
    {
        // What the compiler writes adds up. Calls by hand are how a string would become a statement.
        if (_literals != _literalLength || _holes != _formattedCount)
        {
            throw NotWritten();
        }

        Scan();
        return _statement.MayEnd
            ? new string(_statement.Text)
            : throw new SqlRefusedException(SqlRefusal.Unterminated, "A quoted text, a quoted name or a comment of the statement does not end.");
    }

    private static InvalidOperationException NotWritten() => new("A statement is written as $\"…\", and not put together from strings.");

    private SqlRefusedException BesideText(string? expression) =>
        Refused(SqlRefusal.HoleBesideText, "stands directly beside a name, a number or a quote: put a blank between them", expression);

    private SqlRefusedException Refused(SqlRefusal reason, string what, string? expression) =>
        new(reason, $"The value {Hole.NameOf(expression, _holes)} {what}.", expression);
}

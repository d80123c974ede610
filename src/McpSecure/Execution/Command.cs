using System.ComponentModel;
using System.Runtime.CompilerServices;
using McpSecure.Execution.Commands;

namespace McpSecure.Execution;

/// <summary>
/// A program and its arguments, written as an interpolated string: <c>$"git log -n {count} --grep={text} -- {path}"</c>. There is no shell,
/// and no string that anything would split: the literal text is split at blanks by this class, and a hole is one argument or a part of one,
/// whatever it holds (CWE-77, CWE-78).
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The program is the first word of the literal text; a hole is never it, nor a part of it.</item>
/// <item>A hole that is an argument of its own and begins like an option (<c>-</c>, <c>+</c>, <c>@</c>, a Unicode dash; <c>/</c> too on
/// Windows) is refused unless a literal <c>--</c> stands before it (CWE-88). So is an empty one, which would move those after it. After
/// <c>--</c> it is up to the program to take everything for an operand: nearly all do. One that is itself the value of an option, as in
/// <c>grep -e -- {x}</c>, ends nothing for the program, and this class cannot tell: do not write that.</item>
/// <item>A hole that continues an option, as in <c>--grep={text}</c>, comes after <c>=</c>. Anywhere else, as in <c>-o{x}</c> or
/// <c>--{x}</c>, it would be a part of the name; only integers that are not negative and <see cref="CommandArgument.OneOf"/> may stand there.</item>
/// <item>A negative integer looks like an option, and is refused where text that begins with <c>-</c> is.</item>
/// <item>NUL, control characters and half surrogate pairs are refused. <see cref="CommandArgument.Text"/> permits tabs and line feeds.</item>
/// <item>A list is an argument for each element, and stands alone. An empty list is refused: for many programs no operand means all of them.</item>
/// <item>A <see cref="CommandArgument.Path"/> stands alone too, or directly after a literal name with <c>=</c>, as in <c>--file={path}</c>:
/// text before or after it would make a path of it that nobody has checked (CWE-22).</item>
/// <item>Quotes in the literal text are refused: they would be passed on as characters.</item>
/// </list>
/// <para>A hole has no format: <c>{x:N2}</c> and <c>{x,5}</c> do not compile, and neither do booleans, objects and strings in place of a
/// command. Not safe for concurrent use while it is built; may be run any number of times, concurrently too, once it is.</para>
/// </remarks>
[InterpolatedStringHandler]
public sealed class Command
{
    /// <summary>Initializes a new instance of the <see cref="Command"/> class. The compiler calls it for an interpolated string.</summary>
    /// <param name="literalLength">How many characters of literal text there are.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Command(int literalLength, int formattedCount) => Vector = new ArgumentVector(literalLength, formattedCount);

    /// <summary>Gets what has been written so far.</summary>
    internal ArgumentVector Vector { get; }

    /// <summary>Adds literal text. The compiler calls it: text that is not written in the source does not belong here.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="CommandRefusedException">The text holds quotes or control characters, or continues a list.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string value) => Vector.AddLiteral(value);

    /// <summary>Adds text as one argument, or as a part of one.</summary>
    /// <param name="value">The text.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">The text cannot stand here.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(string? value, [CallerArgumentExpression(nameof(value))] string? expression = null) =>
        Vector.AddHole(value, ArgumentKind.Line, expression);

    /// <summary>Adds a character as one argument, or as a part of one.</summary>
    /// <param name="value">The character.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">The character cannot stand here.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(char value, [CallerArgumentExpression(nameof(value))] string? expression = null) =>
        Vector.AddHole(value.ToString(), ArgumentKind.Line, expression); // or it would be taken for its number

    /// <summary>Adds an integer in decimal, the same in every culture.</summary>
    /// <param name="value">The integer.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">It is negative, and would be taken for an option.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(int value, [CallerArgumentExpression(nameof(value))] string? expression = null) => Vector.AddNumber(value, expression);

    /// <summary>Adds an integer in decimal, the same in every culture.</summary>
    /// <param name="value">The integer.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">It is negative, and would be taken for an option.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(long value, [CallerArgumentExpression(nameof(value))] string? expression = null) => Vector.AddNumber(value, expression);

    /// <summary>Adds an integer in decimal, the same in every culture.</summary>
    /// <param name="value">The integer.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">It cannot stand here.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(ulong value, [CallerArgumentExpression(nameof(value))] string? expression = null) => Vector.AddNumber(value, expression);

    /// <summary>Adds an argument whose value has been checked by more than its place.</summary>
    /// <param name="value">The argument.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">It cannot stand here.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(CommandArgument value, [CallerArgumentExpression(nameof(value))] string? expression = null) =>
        value.AddTo(Vector, expression);

    /// <summary>Adds an argument for each element.</summary>
    /// <param name="values">The elements: from 1 to 4,096.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">The list is empty, too long or no argument of its own, or an element cannot stand here.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(IEnumerable<string>? values, [CallerArgumentExpression(nameof(values))] string? expression = null)
    {
        var list = Vector.BeginList(expression);
        foreach (var value in values ?? [])
        {
            Vector.NextElement(ref list);
            Vector.AddHole(value, ArgumentKind.Line, expression);
        }

        Vector.EndList(list);
    }

    /// <summary>Adds an argument for each element.</summary>
    /// <param name="values">The elements: from 1 to 4,096.</param>
    /// <param name="expression">Its source; leave it to the compiler.</param>
    /// <exception cref="CommandRefusedException">The list is empty, too long or no argument of its own, or an element cannot stand here.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(IEnumerable<CommandArgument>? values, [CallerArgumentExpression(nameof(values))] string? expression = null)
    {
        var list = Vector.BeginList(expression);
        foreach (var value in values ?? [])
        {
            Vector.NextElement(ref list);
            value.AddTo(Vector, expression);
        }

        Vector.EndList(list);
    }
}

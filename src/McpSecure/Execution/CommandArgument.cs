using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using McpSecure.Execution.Commands;
using McpSecure.Files;

namespace McpSecure.Execution;

/// <summary>An argument of a <see cref="Command"/> whose value is held to more than its place: <c>$"git log --format={CommandArgument.OneOf(format, ["short", "full"])}"</c>.</summary>
/// <remarks>The default value is refused. Immutable and safe for concurrent use.</remarks>
public readonly struct CommandArgument
{
    private readonly ArgumentKind _kind;
    private readonly string? _text;
    private readonly string? _expression;
    private readonly SecureRoot? _root;

    private CommandArgument(ArgumentKind kind, string text, string? expression, SecureRoot? root = null)
    {
        _kind = kind;
        _text = text;
        _expression = expression;
        _root = root;
    }

    /// <summary>Takes a value that is one of a few, and passes on the one that it is. One that is an option may stand where an option is meant to.</summary>
    /// <param name="value">The value.</param>
    /// <param name="allowed">The values that are allowed, from the source of the application; compared by ordinal, case included. They may be shown to whoever sent the value.</param>
    /// <param name="expression">The source of the value; leave it to the compiler.</param>
    /// <returns>The argument.</returns>
    /// <exception cref="CommandRefusedException">The value is none of them (<see cref="CommandRefusal.NotAllowed"/>).</exception>
    public static CommandArgument OneOf(string? value, ReadOnlySpan<string> allowed, [CallerArgumentExpression(nameof(value))] string? expression = null)
    {
        foreach (var candidate in allowed)
        {
            if (string.Equals(candidate, value, StringComparison.Ordinal))
            {
                return new CommandArgument(ArgumentKind.Chosen, candidate, expression);
            }
        }

        throw new CommandRefusedException(
            CommandRefusal.NotAllowed,
            $"The value {Hole.NameOf(expression, 1)} is none of those that are allowed: {string.Join(", ", allowed!)}.",
            expression);
    }

    /// <summary>Takes text of one line that matches a pattern as a whole. It is checked for its place as any other text.</summary>
    /// <param name="value">The text.</param>
    /// <param name="pattern">
    /// The pattern. The first match that it finds has to be the whole text: of alternatives, put the longer one first, or end with <c>\z</c>.
    /// It needs a time limit or <see cref="RegexOptions.NonBacktracking"/> (CWE-1333), and <see cref="RegexOptions.CultureInvariant"/>
    /// where it ignores case.
    /// </param>
    /// <param name="expression">The source of the value; leave it to the compiler.</param>
    /// <returns>The argument.</returns>
    /// <exception cref="ArgumentException">The pattern has no time limit, or ignores case by the culture of whoever runs it.</exception>
    /// <exception cref="CommandRefusedException">The text does not match as a whole, or not in time (<see cref="CommandRefusal.PatternMismatch"/>).</exception>
    public static CommandArgument Matching(string? value, Regex pattern, [CallerArgumentExpression(nameof(value))] string? expression = null) =>
        value is not null && WholeMatch.Is(value, pattern)
            ? new CommandArgument(ArgumentKind.Line, value, expression)
            : throw new CommandRefusedException(
                CommandRefusal.PatternMismatch, $"The value {Hole.NameOf(expression, 1)} does not have the form that this command takes.", expression);

    /// <summary>Takes text in which tabs and line feeds are permitted, such as a commit message. Other control characters are refused as everywhere.</summary>
    /// <param name="value">The text.</param>
    /// <param name="expression">The source of the value; leave it to the compiler.</param>
    /// <returns>The argument.</returns>
    public static CommandArgument Text(string? value, [CallerArgumentExpression(nameof(value))] string? expression = null) =>
        new(ArgumentKind.Lines, value ?? string.Empty, expression);

    /// <summary>
    /// Takes a path beneath a root, and passes it on relative to it, beginning with <c>./</c>. The command runs in the directory of the root,
    /// as it is held open: one that was moved meanwhile makes no difference. It is an argument of its own, or follows a literal name with
    /// <c>=</c> at once, as in <c>--file={path}</c>; nothing can be added to it.
    /// </summary>
    /// <param name="root">The root. All paths of a command, and its working directory, have to be of the same.</param>
    /// <param name="path">The path.</param>
    /// <param name="access">What the program does there. What the root does not permit is refused.</param>
    /// <param name="mustExist">Whether something has to be there now.</param>
    /// <param name="expression">The source of the path; leave it to the compiler.</param>
    /// <returns>The argument.</returns>
    /// <remarks>
    /// The path is checked now, and the program opens it later, by itself: a link that takes the place of a directory in between is followed
    /// (CWE-367). Where others can change the tree meanwhile, open the file beneath the root here and give its content to the program
    /// through <see cref="ProcessRunOptions.Input"/>: then the program is never told a path.
    /// </remarks>
    /// <exception cref="PathRefusedException">The root refused the path, or a name in it is <c>..</c> (<see cref="PathRefusal.DotDot"/>).</exception>
    public static CommandArgument Path(
        SecureRoot root,
        UntrustedPath path,
        PathAccess access = PathAccess.Read,
        bool mustExist = true,
        [CallerArgumentExpression(nameof(path))] string? expression = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        var outcome = root.Check(path, access, mustExist);
        if (!outcome.IsDone)
        {
            throw new PathRefusedException(root.Name, outcome.Reason);
        }

        // Where '..' leads was looked up now; the program makes the directory before it, or finds a link there, and ends up elsewhere.
        return ArgumentText.GoesUp(path.Text)
            ? throw new PathRefusedException(root.Name, PathRefusal.DotDot)
            : new CommandArgument(ArgumentKind.Path, "./" + path.Text, expression, root);
    }

    /// <summary>Says what this is, and not its value.</summary>
    /// <returns>A constant text.</returns>
    public override string ToString() => "(command argument)";

    internal void AddTo(ArgumentVector vector, string? expression)
    {
        if (_root is not null)
        {
            vector.AddRoot(_root, _expression);
        }

        if (_kind == ArgumentKind.None)
        {
            throw new CommandRefusedException(
                CommandRefusal.Empty, $"The value {Hole.NameOf(expression, 1)} was never given. Create it by a method of CommandArgument.", expression);
        }

        vector.AddHole(_text, _kind, _expression ?? expression);
    }
}

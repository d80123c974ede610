using System.Buffers;
using System.Text.Unicode;
using McpSecure.Files;

namespace McpSecure.Execution.Commands;

/// <summary>The arguments of a command, the program among them, as they go to the operating system: UTF-8, with a NUL between two.</summary>
internal sealed class ArgumentVector
{
    /// <summary>What Linux takes as one argument, without its final NUL.</summary>
    public const int MaxArgumentBytes = (128 * 1024) - 1;

    /// <summary>What all of them may have together, whoever runs them.</summary>
    public const int MaxBytes = 1024 * 1024;

    public const int MaxElements = 4096;

    private const int ExpectedHole = 24;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n");

    private readonly int _literalLength;
    private readonly int _formattedCount;

    private byte[] _bytes;
    private int _length;
    private int _start;
    private int _literals;
    private int _holes;
    private bool _isOpen;
    private bool _isLiteral;
    private bool _endsOptions;

    // What may not be continued, as messages call it; null if anything may follow.
    private string? _whole;

    public ArgumentVector(int literalLength, int formattedCount)
    {
        _literalLength = literalLength;
        _formattedCount = formattedCount;
        _bytes = new byte[Math.Clamp(literalLength, 0, MaxBytes) + (Math.Clamp(formattedCount, 0, MaxElements) * ExpectedHole) + 16];
    }

    /// <summary>Gets how many arguments there are, the program included.</summary>
    public int Count { get; private set; }

    /// <summary>Gets all of them, with a NUL between two and none at the end.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Gets the root that the paths among them are beneath.</summary>
    public SecureRoot? Root { get; private set; }

    private ReadOnlySpan<byte> Current => _bytes.AsSpan(_start, _length - _start);

    /// <summary>What the compiler writes adds up. Calls by hand are how a string would become a command.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void RequireWritten()
    {
        if (_literals != _literalLength || _holes != _formattedCount)
        {
            throw new InvalidOperationException("A command is written as $\"…\", and not put together from strings.");
        }
    }

    public void AddLiteral(ReadOnlySpan<char> text)
    {
        _literals += text.Length;
        if (LiteralText.Fault(text) is { } fault)
        {
            throw Refused.Template(fault);
        }

        if (text.IsEmpty)
        {
            return;
        }

        if (_whole is not null && !Blanks.Contains(text[0]))
        {
            throw Refused.Template($"{_whole}: text follows it without a blank.");
        }

        _whole = null;
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny(Blanks);
            var word = end < 0 ? text : text[..end];
            if (!word.IsEmpty)
            {
                _isLiteral |= !_isOpen;
                Write(word, System.Text.Ascii.IsValid(word) ? word.Length : word.Length * 3, hole: null);
            }

            if (end < 0)
            {
                break;
            }

            Close();
            text = text[(end + 1)..];
        }
    }

    /// <summary>Adds text that is one argument, or continues one.</summary>
    public void AddHole(ReadOnlySpan<char> value, ArgumentKind kind, string? expression)
    {
        var hole = new HoleName(expression, ++_holes);
        Admit(hole);
        var refusal = ArgumentText.Check(value, kind == ArgumentKind.Lines, out var bytes);
        if (refusal != CommandRefusal.None)
        {
            throw Refused.Text(refusal, hole);
        }

        Place(value, kind, hole);
        Write(value, bytes, hole);
        _isLiteral = false;
        _whole = kind == ArgumentKind.Path ? Refused.WholePath : null;
    }

    public void AddNumber<T>(T value, string? expression)
        where T : ISpanFormattable
    {
        Span<char> digits = stackalloc char[32];
        var isWritten = value.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
        AddHole(isWritten ? digits[..length] : default, ArgumentKind.Number, expression);
    }

    /// <summary>Takes note of a root that a path of the command is beneath.</summary>
    public void AddRoot(SecureRoot root, string? expression)
    {
        if (Root is not null && !ReferenceEquals(Root, root))
        {
            throw new CommandRefusedException(
                CommandRefusal.WorkingDirectory,
                "The paths of a command are relative to its working directory, so all of them have to be beneath the same root.",
                expression);
        }

        Root = root;
    }

    public ElementList BeginList(string? expression)
    {
        if (_isOpen || _whole is not null)
        {
            throw Refused.Template($"{Refused.WholeList}: there is no blank before it.", expression);
        }

        return new ElementList(new HoleName(expression, _holes + 1), _holes);
    }

    public void NextElement(ref ElementList list)
    {
        Close();
        _whole = null;
        if (++list.Count > MaxElements)
        {
            throw Refused.TooLong(list.Name, "it has more than 4,096 elements");
        }

        _holes = list.HolesBefore;
    }

    public void EndList(ElementList list)
    {
        if (list.Count == 0)
        {
            throw Refused.EmptyList(list.Name);
        }

        Close();
        _whole = Refused.WholeList;
    }

    private void Admit(HoleName hole)
    {
        if (Count == 0 || (Count == 1 && _isOpen))
        {
            throw Refused.Template("The program is the first word of the command itself, never a value.", hole.Expression);
        }

        if (_whole is not null)
        {
            throw Refused.Template($"{_whole}: a value follows it without a blank.", hole.Expression);
        }
    }

    /// <summary>Before a literal <c>--</c>, nothing that others wrote may become an option, or a part of the name of one.</summary>
    private void Place(ReadOnlySpan<char> value, ArgumentKind kind, HoleName hole)
    {
        if (kind == ArgumentKind.Path && _isOpen && !FollowsName())
        {
            throw Refused.Template($"{Refused.WholePath}: something else stands before it.", hole.Expression);
        }

        if (_endsOptions)
        {
            return;
        }

        if (!_isOpen)
        {
            if (value.IsEmpty)
            {
                throw Refused.Empty(hole);
            }

            if (kind != ArgumentKind.Chosen && ArgumentText.BeginsLikeOption(value))
            {
                throw Refused.Option(hole);
            }
        }
        else if (ContinuesOptionName() && kind != ArgumentKind.Chosen && (kind != ArgumentKind.Number || value[0] == '-'))
        {
            throw Refused.OptionName(hole);
        }
    }

    /// <summary>Whether it is the value of what is named by literal text, as in <c>--file=</c>; not the end of another path.</summary>
    private bool FollowsName()
    {
        var current = Current;
        return _isLiteral && current.IndexOf((byte)'=') == current.Length - 1 && current.Length > 1 && !current.ContainsAny((byte)'/', (byte)'\\');
    }

    private bool ContinuesOptionName()
    {
        var current = Current;
        return (current[0] == (byte)'-' || (OperatingSystem.IsWindows() && current[0] == (byte)'/')) && !current.Contains((byte)'=');
    }

    private void Write(ReadOnlySpan<char> text, int mostBytes, HoleName? hole)
    {
        if (!_isOpen)
        {
            Begin();
        }

        Reserve(mostBytes, hole);
        if (Utf8.FromUtf16(text, _bytes.AsSpan(_length), out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw Refused.Template("It holds half of a surrogate pair.");
        }

        _length += written;
        if (_length - _start > MaxArgumentBytes)
        {
            throw Refused.TooLong(hole, "an argument has more than 131,071 bytes");
        }
    }

    private void Begin()
    {
        if (Count++ > 0)
        {
            Reserve(1, hole: null);
            _bytes[_length++] = 0;
        }

        _start = _length;
        _isOpen = true;
    }

    private void Close()
    {
        _endsOptions |= _isOpen && _isLiteral && Current.SequenceEqual("--"u8);
        _isOpen = false;
        _isLiteral = false;
    }

    private void Reserve(int bytes, HoleName? hole)
    {
        if (bytes > MaxBytes - _length)
        {
            throw Refused.TooLong(hole, "the command has more than 1,048,576 bytes");
        }

        if (bytes > _bytes.Length - _length)
        {
            Array.Resize(ref _bytes, Math.Min(MaxBytes, Math.Max(_bytes.Length * 2, _length + bytes)));
        }
    }
}

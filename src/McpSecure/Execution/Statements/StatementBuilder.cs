using System.Data.Common;

namespace McpSecure.Execution.Statements;

/// <summary>The text of a statement while it is written, and its values.</summary>
internal struct StatementBuilder(int capacity, int values)
{
    private char[] _characters = new char[capacity];
    private Binding[] _bindings = values > 0 ? new Binding[values] : [];
    private int _length;
    private int _scanned;
    private LiteralScan _scan;

    /// <summary>How many values there are.</summary>
    public int Values { get; private set; }

    /// <summary>Whether a parameter may stand here, by what has been scanned.</summary>
    public readonly bool IsCode => _scan.IsCode;

    /// <summary>Whether the statement may end here.</summary>
    public readonly bool MayEnd => _scan.MayEnd;

    /// <summary>The last character; NUL before the first.</summary>
    public readonly char Last => _length > 0 ? _characters[_length - 1] : '\0';

    /// <summary>The text so far.</summary>
    public readonly ReadOnlySpan<char> Text => _characters.AsSpan(0, _length);

    /// <summary>Adds text as it is.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        if (_length + text.Length > _characters.Length)
        {
            Array.Resize(ref _characters, Math.Max(_length + text.Length, _characters.Length * 2));
        }

        text.CopyTo(_characters.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Adds a placeholder with its value.</summary>
    public void Bind(object? value)
    {
        if (Values == _bindings.Length)
        {
            Array.Resize(ref _bindings, Math.Max(4, Values * 2));
        }

        _bindings[Values] = new Binding(value, _length);
        Append(ParameterNames.Of(Values));
        Values++;
    }

    /// <summary>Adds a whole statement; its parameters get new names.</summary>
    public void Append(in StatementBuilder fragment)
    {
        var copied = 0;
        for (var index = 0; index < fragment.Values; index++)
        {
            var binding = fragment._bindings[index];
            Append(fragment.Text[copied..binding.Position]);
            Bind(binding.Value);
            copied = binding.Position + ParameterNames.Of(index).Length;
        }

        Append(fragment.Text[copied..]);
    }

    /// <summary>Leaves out of the scan what was added since: it is not the author's text.</summary>
    public void Skip() => _scanned = _length;

    /// <summary>Scans what was added since.</summary>
    /// <returns>Whether there is a placeholder in it.</returns>
    public bool HasPlaceholder()
    {
        var added = Text[_scanned..];
        _scanned = _length;
        return _scan.HasPlaceholder(added);
    }

    /// <summary>Adds the values to a command.</summary>
    public readonly void AddParametersTo(DbCommand command)
    {
        var parameters = command.Parameters;
        for (var index = 0; index < Values; index++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = ParameterNames.Of(index);
            parameter.Value = _bindings[index].Value ?? DBNull.Value;
            parameters.Add(parameter);
        }
    }
}

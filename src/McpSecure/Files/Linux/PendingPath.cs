namespace McpSecure.Files.Linux;

/// <summary>The names of a path that are still to be walked. The text of a link can be put before them.</summary>
internal ref struct PendingPath
{
    private const byte Slash = (byte)'/';

    // One byte longer than the text, for the NUL after the last name.
    private byte[] _text;
    private int _length;
    private int _at;

    /// <summary>Takes a copy of the path, which ends with a NUL or with its last byte.</summary>
    public PendingPath(ReadOnlySpan<byte> path)
    {
        path = path.TrimEnd((byte)0);
        _text = new byte[path.Length + 1];
        _length = path.Length;
        path.CopyTo(_text);
    }

    /// <summary>
    /// Gets a value indicating whether the name that was taken is what the path is about. A slash after it asks for the directory of that
    /// name: then it is not the last, and nothing follows.
    /// </summary>
    public readonly bool IsLast => _at == _length;

    /// <summary>Gets a value indicating whether only slashes follow the name that was taken.</summary>
    public readonly bool IsLastWithSlash => _at < _length && !_text.AsSpan(_at + 1, _length - _at - 1).ContainsAnyExcept(Slash);

    /// <summary>Takes the next name, with a NUL at its end. Empty names and <c>.</c> mean nothing.</summary>
    public bool Next(out ReadOnlySpan<byte> name)
    {
        while (_at < _length)
        {
            var start = _at;
            if (_text[start] is Slash or 0)
            {
                _at++;
                continue;
            }

            var next = _text.AsSpan(start, _length - start).IndexOf(Slash);
            _at = next < 0 ? _length : start + next;
            _text[_at] = 0;
            name = _text.AsSpan(start, _at - start + 1);
            if (name is not [(byte)'.', 0])
            {
                return true;
            }
        }

        name = [];
        return false;
    }

    /// <summary>Puts the text of a link in the place of the name that was taken.</summary>
    public void Prepend(scoped ReadOnlySpan<byte> target)
    {
        var rest = _text.AsSpan(_at, _length - _at);
        var text = new byte[target.Length + rest.Length + 1];
        target.CopyTo(text);
        rest.CopyTo(text.AsSpan(target.Length));
        if (rest.Length > 0)
        {
            text[target.Length] = Slash; // where the name ended, its NUL stands
        }

        _text = text;
        _length = target.Length + rest.Length;
        _at = 0;
    }
}

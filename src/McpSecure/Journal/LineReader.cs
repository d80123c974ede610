namespace McpSecure.Journal;

/// <summary>Reads lines, in memory that the length of a line does not set: one that is too long for a journal is not read to its end.</summary>
internal sealed class LineReader(Stream stream) : IDisposable
{
    private byte[] _bytes = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>Gets where the next line begins.</summary>
    public long Offset { get; private set; } = stream.CanSeek ? stream.Position : 0;

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its line feed; or what there is of an incomplete one, which stays unread: more of it may come. Valid until the next call.</param>
    public LineStatus Read(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var rest = _bytes.AsSpan(_start, _end - _start);
            if (rest[searched..].IndexOf((byte)'\n') is >= 0 and var found)
            {
                line = rest[..(searched + found)];
                _start += line.Length + 1;
                Offset += line.Length + 1;
                return line.Length > LineFormat.MostLineBytes ? LineStatus.TooLong : LineStatus.Line;
            }

            if (rest.Length > LineFormat.MostLineBytes)
            {
                line = rest;
                return LineStatus.TooLong;
            }

            searched = rest.Length;
            if (!Fill())
            {
                line = _bytes.AsSpan(_start, _end - _start);
                return line.IsEmpty ? LineStatus.End : LineStatus.Incomplete;
            }
        }
    }

    /// <summary>Forgets what was read ahead, and reads from a place again: what stands there may have been taken back and written anew.</summary>
    public void Return(long offset)
    {
        stream.Position = offset;
        (_start, _end, Offset) = (0, 0, offset);
    }

    public void Dispose() => stream.Dispose();

    private bool Fill()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(_bytes.Length * 2, LineFormat.MostLineBytes + 64 * 1024));
        }

        var read = stream.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        return read > 0;
    }
}

using System.Buffers;
using System.Buffers.Binary;

namespace McpSecure.Files.Linux;

/// <summary>Reads the entries of an open directory, in the order of the file system, without <c>.</c> and <c>..</c>.</summary>
internal ref struct EntryReader(int directory)
{
    private const int BufferSize = 32 * 1024;
    private const int LengthOffset = 16;
    private const int KindOffset = 18;
    private const int NameOffset = 19;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _at;
    private int _filled;

    /// <summary>Gets the error number that ended the reading, negated; 0 if nothing did.</summary>
    public int Error { get; private set; }

    /// <summary>Moves to the next entry.</summary>
    /// <param name="name">Its name, with a NUL at its end; valid until the next call.</param>
    /// <param name="kind">What it is; <see langword="null"/> where the file system does not say.</param>
    public bool Next(out ReadOnlySpan<byte> name, out PathKind? kind)
    {
        while (_at < _filled || Fill())
        {
            var entry = _buffer.AsSpan(_at, _filled - _at);
            entry = entry[..BinaryPrimitives.ReadUInt16LittleEndian(entry[LengthOffset..])];
            _at += entry.Length;
            name = entry[NameOffset..];
            name = name[..(name.IndexOf((byte)0) + 1)];
            kind = entry[KindOffset] switch
            {
                8 => PathKind.File,
                4 => PathKind.Directory,
                10 => PathKind.SymbolicLink,
                0 => null,
                _ => PathKind.Special,
            };
            if (name is not ([(byte)'.', 0] or [(byte)'.', (byte)'.', 0]))
            {
                return true;
            }
        }

        name = [];
        kind = null;
        return false;
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private bool Fill()
    {
        _at = 0;
        var read = Libc.ReadEntries(directory, _buffer);
        Error = Math.Min(read, 0);
        _filled = Math.Max(read, 0);
        return _filled > 0;
    }
}

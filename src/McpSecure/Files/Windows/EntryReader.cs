using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Files.Windows;

/// <summary>Reads the entries of an open directory, in the order of the file system, without <c>.</c> and <c>..</c>.</summary>
/// <remarks>How far the reading has come is kept by Windows with the handle: it must be nobody else's.</remarks>
internal ref struct EntryReader(SafeFileHandle directory)
{
    private const int BufferSize = 32 * 1024;
    private const int AttributesOffset = 56;
    private const int NameLengthOffset = 60;
    private const int NameOffset = 64;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _at;
    private int _filled;

    /// <summary>Gets what ended the reading.</summary>
    public Outcome End { get; private set; } = Outcome.Done;

    /// <summary>Moves to the next entry.</summary>
    /// <param name="name">Its name; valid until the next call.</param>
    /// <param name="kind">What it was when the directory was read.</param>
    public bool Next(out ReadOnlySpan<char> name, out PathKind kind)
    {
        while (_at < _filled || Fill())
        {
            var entry = _buffer.AsSpan(_at, _filled - _at);
            var next = BinaryPrimitives.ReadInt32LittleEndian(entry);
            var length = BinaryPrimitives.ReadInt32LittleEndian(entry[NameLengthOffset..]);
            _at = next == 0 ? _filled : _at + next;
            name = MemoryMarshal.Cast<byte, char>(entry.Slice(NameOffset, length));
            kind = FileFacts.KindOf(BinaryPrimitives.ReadUInt32LittleEndian(entry[AttributesOffset..]));
            if (name is not ("." or ".."))
            {
                return true;
            }
        }

        name = [];
        kind = PathKind.Special;
        return false;
    }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private bool Fill()
    {
        _at = 0;
        var status = Nt.ReadEntries(directory, _buffer, out _filled);
        End = status is NtStatus.NoMoreFiles or NtStatus.NoSuchFile ? Outcome.Done : NtStatus.Outcome(status);
        return _filled > 0;
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpSecure.Journal;

/// <summary>Lines that are about to be written, each chained to the one before. One array, used again.</summary>
internal sealed class LineBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;
    private int _line;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Gets the last line that was added, with its line feed.</summary>
    public ReadOnlyMemory<byte> LastLine => _bytes.AsMemory(_line, _length - _line);

    public int Length => _length;

    public void Clear() => _length = 0;

    public void AddRecord(ref ChainHead head, DateTimeOffset time, ReadOnlySpan<byte> record)
    {
        Begin(ref head, time, record.Length);
        Add(LineFormat.Record);
        Add(record);
        End(ref head);
    }

    /// <summary>Adds what the journal says of itself. The members hold nothing that would have to be escaped.</summary>
    public void AddOwn(ref ChainHead head, DateTimeOffset time, string kind, string members, SigningKey? key = null)
    {
        Begin(ref head, time, members.Length);
        Add(LineFormat.Own);
        Add(Encoding.ASCII.GetBytes($"{kind}\",{members}"));
        if (key is not null)
        {
            var signature = key.Sign(_bytes.AsSpan(_line, _length - _line));
            Add(LineFormat.Signature);
            Add(Encoding.ASCII.GetBytes(Convert.ToBase64String(signature)));
            Add("\""u8);
        }

        End(ref head);
    }

    private void Begin(ref ChainHead head, DateTimeOffset time, int length)
    {
        _line = _length;
        if (_bytes.Length - _length < length + LineFormat.MostFrameBytes)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length + LineFormat.MostFrameBytes));
        }

        head.Sequence++;
        Add(LineFormat.Sequence);
        Utf8Formatter.TryFormat(head.Sequence, _bytes.AsSpan(_length), out var digits);
        _length += digits;
        Add(LineFormat.Time);
        time.UtcDateTime.TryFormat(_bytes.AsSpan(_length), out var letters, "O", CultureInfo.InvariantCulture);
        _length += letters;
        Add(LineFormat.Previous);
        AddHash(head.Hash);
        Add(LineFormat.AfterPrevious);
    }

    private void End(ref ChainHead head)
    {
        SHA256.HashData(_bytes.AsSpan(_line, _length - _line), head.Hash);
        Add(LineFormat.Hash);
        AddHash(head.Hash);
        Add(LineFormat.End);
        Add("\n"u8);
        head.Offset += _length - _line;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    private void AddHash(ReadOnlySpan<byte> hash)
    {
        Convert.TryToHexStringLower(hash, _bytes.AsSpan(_length), out var digits);
        _length += digits;
    }
}

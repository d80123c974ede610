using System.Buffers;
using System.Data.Common;
using System.Text;

namespace McpSecure.Execution.Databases;

/// <summary>Reads values, and counts their bytes.</summary>
internal sealed class ValueReader(int maxBytes, bool inPieces)
{
    private const int OtherBytes = 8;
    private const int PieceLength = 8192;

    private long _left = maxBytes;

    /// <summary>Counts bytes.</summary>
    /// <returns>Whether they fit.</returns>
    public bool Take(long bytes)
    {
        _left -= bytes;
        return _left >= 0;
    }

    /// <summary>Reads a row, or leaves it where it does not fit.</summary>
    public bool TryRead(DbDataReader reader, ReadOnlySpan<ValueKind> kinds, out object?[] row)
    {
        row = new object?[kinds.Length];
        for (var column = 0; column < row.Length; column++)
        {
            if (!(reader.IsDBNull(column) ? Take(OtherBytes) : TryRead(reader, column, kinds[column], out row[column])))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryRead(DbDataReader reader, int column, ValueKind kind, out object? value)
    {
        if (inPieces && kind != ValueKind.Whole)
        {
            value = kind == ValueKind.Text ? TextOf(reader, column) : BytesOf(reader, column);
            return value is not null;
        }

        value = reader.GetValue(column);
        return Take(value switch
        {
            string text => Encoding.UTF8.GetByteCount(text),
            byte[] bytes => bytes.Length,
            _ => OtherBytes,
        });
    }

    private string? TextOf(DbDataReader reader, int column)
    {
        using var text = reader.GetTextReader(column);
        var piece = ArrayPool<char>.Shared.Rent(PieceLength);
        try
        {
            StringBuilder? whole = null;
            for (int read; (read = text.ReadBlock(piece)) > 0;)
            {
                // Half of a pair at the end of a piece counts as three of the four bytes: near enough.
                if (!Take(Encoding.UTF8.GetByteCount(piece.AsSpan(0, read))))
                {
                    return null;
                }

                if (read < piece.Length && whole is null)
                {
                    return new string(piece, 0, read);
                }

                (whole ??= new StringBuilder()).Append(piece, 0, read);
            }

            return whole?.ToString() ?? string.Empty;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(piece, clearArray: true);
        }
    }

    private byte[]? BytesOf(DbDataReader reader, int column)
    {
        using var bytes = reader.GetStream(column);
        var piece = ArrayPool<byte>.Shared.Rent(PieceLength);
        try
        {
            using var whole = new MemoryStream();
            for (int read; (read = bytes.Read(piece)) > 0;)
            {
                if (!Take(read))
                {
                    return null;
                }

                whole.Write(piece, 0, read);
            }

            return whole.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece, clearArray: true);
        }
    }
}

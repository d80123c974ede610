namespace McpSecure.Files;

/// <summary>What was read of a file so far. It asks for one byte more than the limit, because the size that a file claims need not be true.</summary>
internal sealed class BoundedContent(long limit)
{
    private const int FirstBuffer = 16 * 1024;

    private byte[] _buffer = new byte[Math.Min(FirstBuffer, limit + 1)];

    public int Length { get; private set; }

    public bool IsTooLarge => Length > limit;

    public Span<byte> Space => SpaceMemory.Span;

    public Memory<byte> SpaceMemory => _buffer.AsMemory(Length);

    /// <summary>Notes how much was read. False if that is the end of the file, or more than the limit.</summary>
    public bool Take(int read)
    {
        Length += read;
        if (read == 0 || IsTooLarge)
        {
            return false;
        }

        if (Length == _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(limit + 1, _buffer.Length * 2L));
        }

        return true;
    }

    public byte[] ToArray() => _buffer.AsSpan(0, Length).ToArray();
}

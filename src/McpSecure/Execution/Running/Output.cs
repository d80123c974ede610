namespace McpSecure.Execution.Running;

/// <summary>What a program writes into one of its streams, as far as it is kept.</summary>
internal sealed class Output(int maxBytes)
{
    private const int FirstBytes = 1024;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>Gets a value indicating whether the program wrote more than is kept.</summary>
    public bool IsTruncated { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Takes what was read.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > maxBytes - _length)
        {
            IsTruncated = true;
            bytes = bytes[..(maxBytes - _length)];
        }

        var needed = _length + bytes.Length;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(maxBytes, Math.Max(needed, Math.Max(FirstBytes, _bytes.Length * 2L))));
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = needed;
    }
}

using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSecure.Audit;

/// <summary>What is kept of an answer: enough to tell it from every other, and nothing of what is in it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptResult(int? Bytes, string? Digest)
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    public static KeptResult Of(JsonNode? answer)
    {
        if (answer is null)
        {
            return default;
        }

        // In pieces: an answer may be as large as the limit lets it, and its text is needed by nobody here.
        using var sink = new HashSink();
        var writer = _writer ??= new Utf8JsonWriter(Stream.Null);
        writer.Reset(sink);
        try
        {
            answer.WriteTo(writer);
            writer.Flush();
        }
        finally
        {
            writer.Reset(Stream.Null);
        }

        return new(sink.Count, sink.Digest());
    }

    /// <summary>Hashes what is written to it.</summary>
    private sealed class HashSink : IBufferWriter<byte>, IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);

        public int Count { get; private set; }

        public void Advance(int count)
        {
            _hash.AppendData(_buffer, 0, count);
            Count += count;
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > _buffer.Length)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = ArrayPool<byte>.Shared.Rent(sizeHint);
            }

            return _buffer;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public string Digest()
        {
            Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
            _hash.GetHashAndReset(digest);
            return Convert.ToHexStringLower(digest);
        }

        public void Dispose()
        {
            _hash.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }
}

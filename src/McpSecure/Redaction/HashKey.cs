using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace McpSecure.Redaction;

/// <summary>The key under which secrets are written down, so that who has it can look for one, and who has not learns nothing from the text.</summary>
internal sealed class HashKey
{
    /// <summary>Bytes of a key at least: the length of the hash (RFC 2104, 3).</summary>
    public const int LeastBytes = 32;

    private const int OnTheStack = 1024;

    private readonly byte[] _key;

    /// <param name="key">At least <see cref="LeastBytes"/> bytes.</param>
    public HashKey(ReadOnlySpan<byte> key)
    {
        if (key.Length < LeastBytes)
        {
            throw new ArgumentException($"A key has at least {LeastBytes} bytes.", nameof(key));
        }

        _key = key.ToArray();
        Id = Convert.ToHexStringLower(HMACSHA256.HashData(_key, "mcpsecure.hash-key"u8).AsSpan(0, 4));
    }

    /// <summary>Gets what tells two keys apart without telling anything of them: 8 hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>A key of this process alone.</summary>
    public static HashKey Random() => new(RandomNumberGenerator.GetBytes(LeastBytes));

    /// <summary>What stands for a text: <c>hmac-sha256:</c>, the id of the key, and the HMAC of its UTF-8 in hexadecimal digits.</summary>
    public string Of(ReadOnlySpan<char> text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var bytes = size <= OnTheStack ? stackalloc byte[OnTheStack] : (rented = ArrayPool<byte>.Shared.Rent(size));
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        try
        {
            var written = Encoding.UTF8.GetBytes(text, bytes);
            HMACSHA256.HashData(_key, bytes[..written], hash);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }

        return $"hmac-sha256:{Id}:{Convert.ToHexStringLower(hash)}";
    }

    /// <summary>The same for what comes in pieces, without its name: to be disposed.</summary>
    public IncrementalHash Begin() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace McpSecure.Journal;

/// <summary>The key that proves who signed the checkpoints of a journal. It is no secret; what counts is that it comes from elsewhere than the journal.</summary>
public sealed class JournalPublicKey
{
    private readonly byte[] _info;

    internal JournalPublicKey(byte[] info)
    {
        _info = info;
        Id = Convert.ToHexStringLower(SHA256.HashData(info).AsSpan(0, 8));
    }

    /// <summary>Gets the name of the key in a checkpoint: the first 8 bytes of the SHA-256 of its SubjectPublicKeyInfo, in hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>Reads a key.</summary>
    /// <param name="text">A public key on P-256: its SubjectPublicKeyInfo in Base64, with or without the lines of PEM around it.</param>
    /// <param name="key">The key, or <see langword="null"/>.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out JournalPublicKey? key)
    {
        key = null;
        var letters = text.AsSpan().Trim();
        if (PemEncoding.TryFind(letters, out var pem))
        {
            if (!letters[pem.Label].SequenceEqual("PUBLIC KEY"))
            {
                return false;
            }

            letters = letters[pem.Base64Data];
        }

        try
        {
            using var ecdsa = ECDsa.Create();
            var info = Convert.FromBase64String(letters.ToString());
            ecdsa.ImportSubjectPublicKeyInfo(info, out var read);
            if (read != info.Length || !SigningKey.IsP256(ecdsa))
            {
                return false;
            }

            key = new JournalPublicKey(ecdsa.ExportSubjectPublicKeyInfo());
            return true;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The key in one line.</summary>
    /// <returns>Base64, as <see cref="TryParse"/> reads it.</returns>
    public override string ToString() => Convert.ToBase64String(_info);

    internal bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(_info, out _);
        return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}

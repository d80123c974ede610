using System.Security.Cryptography;
using System.Text;

namespace McpSecure.Journal;

/// <summary>The private key that signs checkpoints (ECDSA on P-256 with SHA-256, in DER, as <c>openssl dgst -verify</c> reads it).</summary>
internal sealed class SigningKey : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ECDsa _ecdsa;

    private SigningKey(ECDsa ecdsa)
    {
        _ecdsa = ecdsa;
        Public = new JournalPublicKey(ecdsa.ExportSubjectPublicKeyInfo());
    }

    public JournalPublicKey Public { get; }

    /// <summary>Reads the key, or makes one if the file is missing.</summary>
    public static SigningKey Open(string path)
    {
        try
        {
            return File.Exists(path) ? Read(path) : Create(path);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or UnauthorizedAccessException or (IOException and not JournalException))
        {
            throw new JournalException($"The key file {path} cannot be used: it has to hold one ECDSA key on P-256, unencrypted PKCS #8 in PEM. {e.Message}", e);
        }
    }

    public static bool IsP256(ECDsa ecdsa) =>
        ecdsa.KeySize == 256 && ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid is { } curve &&
        (string.Equals(curve.Value, ECCurve.NamedCurves.nistP256.Oid.Value, StringComparison.Ordinal) ||
            string.Equals(curve.FriendlyName, ECCurve.NamedCurves.nistP256.Oid.FriendlyName, StringComparison.Ordinal)); // Windows has names only

    public byte[] Sign(ReadOnlySpan<byte> data) => _ecdsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _ecdsa.Dispose();

    private static SigningKey Read(string path)
    {
        using var file = File.OpenHandle(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~Owner) is not UnixFileMode.None and var others)
        {
            throw new JournalException($"The key file {path} may be used by others ({others}): whoever can read it can sign a journal of his own. Take that away: chmod 600.");
        }

        var pem = new byte[(int)Math.Min(RandomAccess.GetLength(file), 16 * 1024)];
        RandomAccess.Read(file, pem, fileOffset: 0);
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(Encoding.UTF8.GetString(pem));
            return IsP256(ecdsa) ? new SigningKey(ecdsa) : throw new CryptographicException("It is on another curve.");
        }
        catch
        {
            ecdsa.Dispose();
            throw;
        }
    }

    private static SigningKey Create(string path)
    {
        OwnDirectory.Create(Path.GetDirectoryName(path)!);
        var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var file = DiskFile.Open(path, FileMode.CreateNew);
        file.Write(Encoding.UTF8.GetBytes(ecdsa.ExportPkcs8PrivateKeyPem() + "\n"), offset: 0);
        file.Flush();
        return new SigningKey(ecdsa);
    }
}

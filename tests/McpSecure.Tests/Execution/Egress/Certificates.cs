using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpSecure.Tests.Execution.Egress;

/// <summary>A root, an authority beneath it, and the certificates that the authority gives out.</summary>
internal sealed class Certificates : IDisposable
{
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly List<X509Certificate2> _made = [];

    public Certificates()
    {
        Root = Authority("CN=Root of a test", issuer: null);
        Intermediate = Authority("CN=Authority of a test", Root);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    /// <param name="name">The host that it is for.</param>
    /// <param name="issuerAddress">Where it says that its issuer can be had.</param>
    /// <param name="use">What it is for.</param>
    public X509Certificate2 Leaf(string name, string? issuerAddress = null, string use = ServerUse)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Intermediate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (issuerAddress is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuerAddress]));
        }

        return Signed(request, key, Intermediate);
    }

    public void Dispose() => _made.ForEach(certificate => certificate.Dispose());

    private X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return Signed(request, key, issuer);
    }

    private X509Certificate2 Signed(CertificateRequest request, ECDsa key, X509Certificate2? issuer)
    {
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var signed = issuer is null
            ? request.CreateSelfSigned(from, to)
            : WithKey(request.Create(issuer, new DateTimeOffset(issuer.NotBefore), new DateTimeOffset(issuer.NotAfter), RandomNumberGenerator.GetBytes(8)), key);

        // Not every system serves with a key that was never stored.
        var certificate = X509CertificateLoader.LoadPkcs12(signed.Export(X509ContentType.Pkcs12), password: null, X509KeyStorageFlags.Exportable);
        _made.Add(certificate);
        return certificate;
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, ECDsa key)
    {
        using (certificate)
        {
            return certificate.CopyWithPrivateKey(key);
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpSecure.Cli.Tests.Support;

/// <summary>A journal in a directory of its own, written here by hand: what the tool reads is a format, not what one library happens to write.</summary>
internal sealed class WrittenJournal : IDisposable
{
    public const string Chain = "00112233445566778899aabbccddeeff";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<byte> _bytes = [];
    private readonly List<byte> _copies = [];
    private string _previous = new('0', 64);
    private long _sequence;

    public WrittenJournal() => Own("segment", $"\"version\":1,\"chain\":\"{Chain}\",\"segment\":1");

    public string Folder { get; } = Directory.CreateTempSubdirectory("mcpsecure-cli-").FullName;

    public string Journal => Directory.CreateDirectory(Path.Join(Folder, "journal")).FullName;

    public string Segment => Path.Join(Journal, "journal-00000001.jsonl");

    public string Checkpoints => Path.Join(Folder, "checkpoints.jsonl");

    public string PublicKey => Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo());

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    public DateTimeOffset Now { get; set; } = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    public WrittenJournal Call(string kind, string user, string target, string more = "") =>
        Record($"{{\"kind\":\"{kind}\",\"method\":\"tools/call\",\"target\":{Quoted(target)},\"user\":{Quoted(user)}{more}}}");

    public WrittenJournal Record(string json)
    {
        Add($"\"record\":{json}");
        return this;
    }

    public WrittenJournal Open(long uncovered)
    {
        Own("open", string.Create(CultureInfo.InvariantCulture, $"\"process\":1,\"uncovered\":{uncovered}"));
        return this;
    }

    public WrittenJournal Checkpoint()
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8));
        var body = $"\"journal\":\"checkpoint\",\"chain\":\"{Chain}\",\"every\":1000,\"key\":\"{id}\"";
        var signed = Encoding.UTF8.GetBytes(Beginning(body));
        var signature = _key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        _copies.AddRange(Add($"{body},\"signature\":\"{Convert.ToBase64String(signature)}\""));
        return this;
    }

    /// <summary>Puts into files what there is.</summary>
    public WrittenJournal Save()
    {
        File.WriteAllBytes(Segment, [.. _bytes]);
        File.WriteAllBytes(Checkpoints, [.. _copies]);
        return this;
    }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private void Own(string kind, string members) => Add($"\"journal\":\"{kind}\",{members}");

    private string Beginning(string body) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"seq\":{_sequence + 1},\"time\":\"{Now.UtcDateTime:O}\",\"prev\":\"{_previous}\",{body}");

    private byte[] Add(string body)
    {
        var beginning = Beginning(body);
        _previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(beginning)));
        _sequence++;
        var line = Encoding.UTF8.GetBytes($"{beginning},\"hash\":\"{_previous}\"}}\n");
        _bytes.AddRange(line);
        return line;
    }
}

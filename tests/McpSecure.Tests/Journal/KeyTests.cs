using System.Runtime.Versioning;
using System.Security.Cryptography;
using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Journal;

/// <summary>The key that signs, where it lies and who may use it; and who may use the files.</summary>
public sealed class KeyTests : IDisposable
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("journal/journal.key", null)]
    [InlineData("journal/deep/journal.key", null)]
    [InlineData("elsewhere/../journal/journal.key", null)]
    [InlineData(null, "journal/checkpoints")]
    public void Refuses_a_key_or_a_checkpoint_file_in_the_directory_of_the_journal(string? key, string? checkpoints)
    {
        _folder.Options.KeyFile = key is null ? _folder.Options.KeyFile : _folder.Beside(key);
        _folder.Options.CheckpointFile = checkpoints is null ? _folder.Options.CheckpointFile : _folder.Beside(checkpoints);

        var refused = Assert.Throws<JournalException>(() => _folder.Open());

        Assert.Contains("lies in the directory of the journal", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Journal));
    }

    [LinuxFact]
    public void Refuses_a_key_that_a_link_leads_to_from_elsewhere()
    {
        Directory.CreateDirectory(_folder.Beside("journal"));
        File.CreateSymbolicLink(_folder.Beside("other"), _folder.Beside("journal"));
        File.CreateSymbolicLink(_folder.Beside("link.key"), _folder.Beside("journal/journal.key"));

        foreach (var key in new[] { "other/journal.key", "link.key" })
        {
            _folder.Options.KeyFile = _folder.Beside(key);
            Assert.Contains("lies in the directory", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Takes_a_key_in_a_directory_whose_name_only_begins_alike()
    {
        _folder.Options.KeyFile = _folder.Beside("journal-keys/journal.key");

        using var writer = _folder.Open();

        Assert.True(File.Exists(_folder.Options.KeyFile));
    }

    [LinuxFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Makes_files_and_directories_for_their_owner_alone()
    {
        await _folder.WriteAsync(1);

        Assert.Equal(OwnFile, File.GetUnixFileMode(_folder.Options.KeyFile!));
        Assert.Equal(OwnFile, File.GetUnixFileMode(_folder.Options.CheckpointFile!));
        Assert.Equal(OwnFile, File.GetUnixFileMode(_folder.File(1)));
        Assert.Equal(OwnFile | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Journal));
    }

    [LinuxTheory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [UnsupportedOSPlatform("windows")]
    public async Task Refuses_a_key_that_others_may_use(UnixFileMode others)
    {
        await _folder.WriteAsync(1);
        File.SetUnixFileMode(_folder.Options.KeyFile!, OwnFile | others);

        Assert.Contains("may be used by others", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    [UnsupportedOSPlatform("windows")]
    public async Task Refuses_a_directory_that_others_may_write_to()
    {
        await _folder.WriteAsync(1);
        File.SetUnixFileMode(_folder.Journal, OwnFile | UnixFileMode.UserExecute | UnixFileMode.GroupWrite);

        Assert.Contains("can be written by others", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("P-384")]
    [InlineData("RSA")]
    public void Refuses_what_is_no_such_key(string content)
    {
        var text = content switch
        {
            "P-384" => ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportPkcs8PrivateKeyPem(),
            "RSA" => RSA.Create(2048).ExportPkcs8PrivateKeyPem(),
            _ => content,
        };
        File.WriteAllText(_folder.Options.KeyFile!, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Options.KeyFile!, OwnFile);
        }

        Assert.Contains("ECDSA key on P-256", Assert.Throws<JournalException>(() => _folder.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uses_the_same_key_again()
    {
        await _folder.WriteAsync(1);
        var first = _folder.Key;

        await _folder.WriteAsync(1);

        Assert.Equal((first.Id, first.ToString()), (_folder.Key.Id, _folder.Key.ToString()));
    }

    [Fact]
    public void Reads_a_public_key_in_one_line_and_in_PEM()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Assert.True(JournalPublicKey.TryParse(ecdsa.ExportSubjectPublicKeyInfoPem(), out var pem));
        Assert.True(JournalPublicKey.TryParse($" {pem}\n", out var line));
        Assert.Equal(pem.Id, line.Id);
        Assert.False(JournalPublicKey.TryParse(ecdsa.ExportPkcs8PrivateKeyPem(), out _));
        Assert.False(JournalPublicKey.TryParse(ECDsa.Create(ECCurve.NamedCurves.nistP384).ExportSubjectPublicKeyInfoPem(), out _));
        Assert.False(JournalPublicKey.TryParse(null, out _));
        Assert.False(JournalPublicKey.TryParse("AAAA", out _));
    }

    [Fact]
    public async Task Writes_no_checkpoints_without_a_key()
    {
        using var folder = new JournalFolder(hasKey: false);
        await folder.WriteAsync(3);

        var found = folder.Verify();

        Assert.True(found.IsIntact);
        Assert.Equal((null, 6), (found.LastCheckpoint, found.Uncovered));
    }
}

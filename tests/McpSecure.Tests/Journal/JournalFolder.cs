using System.Globalization;
using System.Text;
using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Journal;

/// <summary>A journal of its own in a folder of its own, with a key and a checkpoint file beside it.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mcpsecure-journal-").FullName;

    public JournalFolder(bool hasKey = true)
    {
        Options = new JournalOptions { Directory = Path.Join(_root, "journal") };
        if (hasKey)
        {
            Options.KeyFile = Path.Join(_root, "journal.key");
            Options.CheckpointFile = Path.Join(_root, "checkpoints");
        }
    }

    public JournalOptions Options { get; }

    public FakeTime Time { get; } = new();

    public string Journal => Options.Directory!;

    /// <summary>Gets the key, once there is one.</summary>
    public JournalPublicKey Key { get; private set; } = null!;

    public string Beside(string name) => Path.Join(_root, name);

    public string File(int segment) => Path.Join(Journal, string.Create(CultureInfo.InvariantCulture, $"journal-{segment:D8}.jsonl"));

    public JournalWriter Open(JournalHooks? hooks = null)
    {
        var writer = JournalWriter.Open(Options, Time, hooks);
        Key = writer.PublicKey!;
        return writer;
    }

    /// <summary>Writes records and closes the journal; or does not, as a process that is killed does not.</summary>
    public async Task WriteAsync(int records, bool closes = true, JournalHooks? hooks = null)
    {
        var writer = Open(hooks);
        for (var i = 0; i < records; i++)
        {
            await writer.AppendAsync(Record(i));
        }

        if (closes)
        {
            await writer.DisposeAsync();
        }
        else
        {
            writer.Kill();
        }
    }

    public string[] Lines(int segment = 1) => System.IO.File.ReadAllLines(File(segment));

    public void Write(IEnumerable<string> lines, int segment = 1) => System.IO.File.WriteAllText(File(segment), string.Concat(lines.Select(line => line + "\n")));

    /// <summary>Verifies with all there is: the checkpoint file and the key.</summary>
    public JournalVerification Verify(bool withCopy = true, bool withKey = true, string? path = null, bool allowArchived = false)
    {
        var options = new JournalVerifyOptions { CheckpointFile = withCopy ? Options.CheckpointFile : null, AllowArchived = allowArchived };
        if (withKey && Key is not null)
        {
            options.PublicKeys.Add(Key);
        }

        return JournalVerifier.Verify(path ?? Journal, options);
    }

    public static byte[] Record(int number, int filler = 0) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"kind\":\"intent\",\"number\":{number},\"filler\":\"{new string('x', filler)}\"}}"));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

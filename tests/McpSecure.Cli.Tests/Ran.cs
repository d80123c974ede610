using System.Text;
using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Cli.Tests;

/// <summary>A journal in a folder of its own, and what the command line said about it.</summary>
internal sealed class Ran : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mcpsecure-cli-").FullName;

    public FakeTime Time { get; } = new();

    public string Journal => Path.Join(_root, "journal");

    public string File => Path.Join(Journal, "journal-00000001.jsonl");

    public string Checkpoints => Path.Join(_root, "checkpoints");

    public string Key { get; private set; } = string.Empty;

    public string Beside(string name) => Path.Join(_root, name);

    /// <summary>Writes records ten seconds apart.</summary>
    public async Task WriteAsync(params string[] records)
    {
        var options = new JournalOptions { Directory = Journal, KeyFile = Path.Join(_root, "key"), CheckpointFile = Checkpoints };
        await using var writer = JournalWriter.Open(options, Time);
        Key = writer.PublicKey!.ToString();
        foreach (var record in records)
        {
            await writer.AppendAsync(Encoding.UTF8.GetBytes(record));
            Time.Advance(TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>Runs a command: how it ended, what it said, and what it said of what was wrong.</summary>
    public static (int Code, string Output, string Error) Command(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

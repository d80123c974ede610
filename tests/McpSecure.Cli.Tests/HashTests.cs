using McpSecure.Cli.Tests.Support;
using McpSecure.Redaction;

namespace McpSecure.Cli.Tests;

/// <summary>A secret that is known can be looked for, by whoever has the key.</summary>
public sealed class HashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpsecure-hash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("hunter2", "hunter2\n")]
    [InlineData("hunter2", "hunter2")]
    [InlineData("hunter2", "hunter2\r\nmore\n")]
    [InlineData(" pässwörd \U0001F600", " pässwörd \U0001F600\n")]
    public void Says_what_the_journal_says(string secret, string input)
    {
        var key = Key(32);

        var ran = Ran.Told(input, "journal", "hash", key);

        Assert.Equal((0, new HashKey(File.ReadAllBytes(key)).Of(secret) + Environment.NewLine, ""), (ran.Code, ran.Output, ran.Error));
    }

    [Theory]
    [InlineData(32, "", "There is no secret on standard input")]
    [InlineData(32, "\n", "There is no secret on standard input")]
    [InlineData(8, "hunter2", "has 8 bytes")]
    public void Says_why_it_cannot(int bytes, string input, string problem)
    {
        var ran = Ran.Told(input, "journal", "hash", Key(bytes));

        Assert.Equal((2, ""), (ran.Code, ran.Output));
        Assert.Contains(problem, ran.Error, StringComparison.Ordinal);
    }

    private string Key(int bytes)
    {
        var file = Path.Join(_folder, "hash.key");
        File.WriteAllBytes(file, [.. Enumerable.Range(1, bytes).Select(number => (byte)number)]);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }
}

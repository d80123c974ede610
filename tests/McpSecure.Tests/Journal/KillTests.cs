using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using McpSecure.Journal;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Journal;

/// <summary>kill -9, again and again, in the middle of it: what counted as written is there, and the chain holds.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;

    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_record_that_counted_as_written_is_missing_after_twenty_kills()
    {
        Dictionary<long, string> acknowledged = [];
        for (var run = 0; run < Kills; run++)
        {
            var durability = run % 4 == 3 ? JournalDurability.GroupCommit : JournalDurability.Process;
            await RunAndKillAsync(run, durability, after: 50 + (run * 37 % 400), acknowledged);
        }

        await using (var last = _folder.Open())
        {
            using var reader = new JournalReader(_folder.Journal);
            var written = reader.ReadAll().Where(record => record.Own is null).ToDictionary(record => record.Sequence, CallOf);
            Assert.DoesNotContain(acknowledged, said => written.GetValueOrDefault(said.Key) != said.Value);
            Assert.True(acknowledged.Count > Kills * 50);
        }

        var found = _folder.Verify();
        Assert.True(found.IsIntact, $"{found.Fault?.File}:{found.Fault?.Line} {found.Fault?.Reason}");
        Assert.True(found.Files > 1);
    }

    private async Task RunAndKillAsync(int run, JournalDurability durability, int after, Dictionary<long, string> acknowledged)
    {
        // artifacts/bin/McpSecure.Tests/debug: the program stands beside it, in the same configuration.
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Join(tests.Parent!.Parent!.FullName, "McpSecure.Crasher", tests.Name, "McpSecure.Crasher.dll");
        var options = _folder.Options;
        var number = run.ToString(CultureInfo.InvariantCulture);
        using var writer = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, options.Directory!, options.KeyFile!, options.CheckpointFile!, durability.ToString(), number])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        try
        {
            for (var said = 0; await writer.StandardOutput.ReadLineAsync().OrGiveUp() is { } line; said++)
            {
                if (said == after)
                {
                    writer.Kill();
                }

                if (line.Split(' ') is [var sequence, var call] && call.StartsWith(number + "-", StringComparison.Ordinal))
                {
                    acknowledged[long.Parse(sequence, CultureInfo.InvariantCulture)] = call;
                }
            }
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync().OrGiveUp();
        }
    }

    private static string CallOf(JournalRecord record)
    {
        using var document = JsonDocument.Parse(record.Record);
        return document.RootElement.GetProperty("call").GetString()!;
    }
}

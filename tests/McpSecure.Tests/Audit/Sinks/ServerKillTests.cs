using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using McpSecure.Journal;
using McpSecure.Tests.Hosting;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>kill -9 of a server in the middle of its calls: whatever its client was told ran is in the journal with its end, and the chain holds.</summary>
public sealed class ServerKillTests : IDisposable
{
    private const int Kills = 20;
    private const int AtOnce = 16;

    private readonly TestServerProcess _server = new();
    private readonly KeptServer _kept = new();

    public void Dispose()
    {
        _server.Dispose();
        _kept.Dispose();
    }

    [Fact]
    public async Task No_call_that_was_answered_is_missing_after_twenty_kills()
    {
        HashSet<string> answered = new(StringComparer.Ordinal);
        for (var run = 0; run < Kills; run++)
        {
            await RunAndKillAsync(run, after: 5 + (run * 37 % 200), answered);
        }

        await using (JournalWriter.Open(new JournalOptions { Directory = _kept.Folder, KeyFile = _kept.KeyFile }, TimeProvider.System))
        {
            // whoever comes next cuts off what was not finished
        }

        var ends = _kept.Of("outcome").Select(record => KeptServer.Text(record, "call")).ToHashSet(StringComparer.Ordinal);
        var ran = _kept.Of("intent").Where(record => ends.Contains(KeptServer.Text(record, "call"))).Select(PathOf).ToHashSet(StringComparer.Ordinal);
        Assert.InRange(answered.Count, Kills * 5, int.MaxValue);
        Assert.DoesNotContain(answered, path => !ran.Contains(path));
        var found = _kept.Verify();
        Assert.True(found.IsIntact && found.IsClosed, $"{found.Fault?.File}:{found.Fault?.Line} {found.Fault?.Reason}");
    }

    private static string PathOf(JsonElement intent) => intent.GetProperty("args").GetProperty("path").GetString()!;

    private async Task RunAndKillAsync(int run, int after, HashSet<string> answered)
    {
        using var process = _server.Start(
        [
            $"McpSecurity:Audit:Journal:Directory={_kept.Folder}", $"McpSecurity:Audit:Journal:KeyFile={_kept.KeyFile}", "McpSecurity:Audit:Level=Full", "McpSecurity:LocalRole=guest",
            "McpSecurity:Roles:guest:Tools:read_file=Allow", "McpSecurity:Limits:CallsPerMinute=1000000", "Logging:LogLevel:Default=None",
        ]);
        try
        {
            var (asked, told) = (0, 0);
            for (; asked < AtOnce; asked++)
            {
                await AskAsync(process, run, asked);
            }

            while (await process.StandardOutput.ReadLineAsync(Patience.Token) is { } line)
            {
                if (told++ == after)
                {
                    process.Kill(); // what it has said by now is read below
                }

                Take(line, answered);
                if (told <= after)
                {
                    await AskAsync(process, run, asked++);
                }
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(Patience.Token);
        }
    }

    private static async Task AskAsync(Process process, int run, int call)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{run}-{call}");
        var line = $$$$"""{"jsonrpc":"2.0","id":"{{{{id}}}}","method":"tools/call","params":{"name":"read_file","arguments":{"path":"{{{{id}}}}"}}}""";
        await process.StandardInput.WriteLineAsync(line.AsMemory(), Patience.Token);
        await process.StandardInput.FlushAsync(Patience.Token);
    }

    private static void Take(string line, HashSet<string> answered)
    {
        // The last line may be a part of one.
        if (line.EndsWith('}') && JsonElement.Parse(line) is var answer && answer.TryGetProperty("result", out var result) && !result.TryGetProperty("isError", out _))
        {
            answered.Add(answer.GetProperty("id").GetString()!);
        }
    }
}

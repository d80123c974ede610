using System.Diagnostics;
using McpSecure.Execution;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Lines that run commands in a shell: here each arrives as the one argument that it is, or is refused. Judged by what the program was given.</summary>
public sealed class PayloadTests(ITestOutputHelper output)
{
    private const string Marker = "MARKER";

    /// <summary>Around <c>touch</c>, everything that has made a shell run it.</summary>
    private static readonly string[] Own =
    [
        "; touch MARKER", ";touch MARKER", "| touch MARKER", "|touch MARKER", "|| touch MARKER", "& touch MARKER", "&touch MARKER&", "&& touch MARKER",
        "$(touch MARKER)", "`touch MARKER`", "${IFS}$(touch MARKER)", "x;touch${IFS}MARKER", "x|touch$IFS\"MARKER\"", "\n touch MARKER\n", "\ntouch MARKER", "\r\ntouch MARKER",
        "'; touch MARKER; '", "\"; touch MARKER; \"", "' || touch MARKER || '", "\" && touch MARKER && \"", "`touch MARKER`'", "$(touch MARKER)\"", "a' `touch MARKER` 'b",
        "x > MARKER", ">MARKER", "> MARKER", "x 2> MARKER", "<>MARKER", "x >& MARKER", "x >> MARKER", "x | tee MARKER", "x; { touch MARKER; }", "x; (touch MARKER)", "(touch MARKER)",
        "! touch MARKER", "x; exec touch MARKER", "x; eval touch MARKER", "x; . /dev/stdin <<E\ntouch MARKER\nE", "x; trap 'touch MARKER' EXIT", "x; command touch MARKER",
        "x; t=touch; $t MARKER", "x; /usr/bin/t?uch MARKER", "x; /???/???/touch MARKER", "x; tou\\ch MARKER", "x; 'touch' MARKER", "x; \"touch\" MARKER", "x; tou''ch MARKER",
        "x; $(echo touch) MARKER", "x; `echo touch` MARKER", "x; sh -c 'touch MARKER'", "x; echo touch MARKER | sh", "x; xargs touch <<E\nMARKER\nE", "x; env touch MARKER",
        "x; while :; do touch MARKER; break; done", "x; if :; then touch MARKER; fi", "x; for f in MARKER; do touch $f; done", "x; case a in a) touch MARKER;; esac",
        "x; f() { touch MARKER; }; f", "x # \n touch MARKER", "x \\\n; touch MARKER", "x;\ttouch\tMARKER", "x & wait; touch MARKER", "x; nohup touch MARKER", "x; find / -maxdepth 0 -exec touch MARKER ';'",
        "$((1)); touch MARKER", "${x:-$(touch MARKER)}", "${x:=`touch MARKER`}", "~; touch MARKER", "*; touch MARKER", "x\0; touch MARKER", "\u001b]0;x\u0007; touch MARKER", "$'\\x3b'; touch MARKER",
    ];

    private static string Collection => Path.Join(Repository.Root, "..", "shared", "data", "payloads", "cmd.txt");

    [LinuxFact]
    public async Task Seventy_lines_of_our_own_run_in_a_shell_and_not_here()
    {
        var place = Directory.CreateTempSubdirectory("mcpsecure-payload-");
        try
        {
            var marker = Path.Join(place.FullName, "m");
            var lines = Own.Select(line => line.Replace(Marker, marker, StringComparison.Ordinal)).ToArray();
            var ran = lines.Count(line => RunsInShell(line, marker));
            Assert.True(Own.Length >= 60 && ran > 50, $"Only {ran} of {Own.Length} lines do anything in a shell.");

            await TryAll(lines, () => Assert.False(File.Exists(marker), "The marker is there."));
            output.WriteLine($"{ran} of {lines.Length} lines created the marker through a shell.");
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    /// <summary>A public collection, where it is at hand beside the checkout.</summary>
    [LinuxFact]
    public async Task A_collection_of_lines_arrives_as_it_is()
    {
        if (!File.Exists(Collection))
        {
            output.WriteLine("The collection is not there.");
            return;
        }

        await TryAll(File.ReadAllLines(Collection), () => { });
    }

    private async Task TryAll(string[] lines, Action check)
    {
        using var runner = Shell.Create();
        var (exact, refused) = (0, 0);
        foreach (var line in lines)
        {
            try
            {
                // The program writes each argument with a NUL after it: nothing is lost on the way back.
                var result = await runner.RunAsync($"printf -- %s\\0 {line} --x={line} -- {line}").OrGiveUp();
                Assert.Equal($"{line}\0--x={line}\0--\0{line}\0", result.StandardOutput);
                exact++;
            }
            catch (CommandRefusedException)
            {
                refused++;
            }

            check();
        }

        output.WriteLine($"{lines.Length} lines: {exact} arrived as they are, {refused} refused, 0 altered.");
    }

    private static bool RunsInShell(string line, string marker)
    {
        File.Delete(marker);
        if (line.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        // As a tool does that puts a value into a command line; once as it is, once within each kind of quotes.
        foreach (var quote in new[] { "", "'", "\"" })
        {
            using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"echo {quote}{line}{quote}"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            shell.StandardInput.Close();
            Assert.True(shell.WaitForExit(Patience.Limit), "The shell did not end.");
        }

        var ran = File.Exists(marker);
        File.Delete(marker);
        return ran;
    }
}

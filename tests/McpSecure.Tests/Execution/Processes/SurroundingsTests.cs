using System.Diagnostics;
using McpSecure.Execution;
using McpSecure.Files;
using McpSecure.Tests.Files;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>What a program has around it: nothing of the server, unless it was given.</summary>
public sealed class SurroundingsTests(ITestOutputHelper log)
{
    [LinuxFact]
    public async Task A_plain_child_sees_the_secrets_of_the_server()
    {
        Environment.SetEnvironmentVariable("MCPSECURE_TEST_SECRET", "s3cret");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/env") { UseShellExecute = false, RedirectStandardOutput = true })!;

        Assert.Contains("s3cret", await process.StandardOutput.ReadToEndAsync().OrGiveUp(), StringComparison.Ordinal);
    }

    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task The_environment_is_what_it_was_given_and_nothing_else(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        Environment.SetEnvironmentVariable("MCPSECURE_TEST_SECRET", "s3cret");
        using var empty = Shell.Create(containment);
        using var given = Shell.Create(containment, options =>
        {
            options.Environment["LANG"] = "C.UTF-8";
            options.Environment["EMPTY"] = "";
            options.Environment["TEXT"] = "a=b é\n";
        });

        var nothing = await empty.RunAsync($"env -0").OrGiveUp();
        var something = await given.RunAsync($"env -0").OrGiveUp();

        Assert.Equal([], Variables(nothing, containment));
        Assert.Equal(["EMPTY=", "LANG=C.UTF-8", "TEXT=a=b é\n"], Variables(something, containment).Order(StringComparer.Ordinal));
    }

    [LinuxFact]
    public async Task The_working_directory_is_empty_and_of_the_runner_unless_one_is_given()
    {
        using var folder = new Folder();
        using var root = SecureRoot.Open(folder.Inside);
        string place;
        using (var runner = Shell.Create(configure: options => options.Environment["PATH"] = "/usr/bin:/bin"))
        {
            place = (await runner.RunAsync($"pwd").OrGiveUp()).StandardOutput.Trim();
            var entries = await runner.ScriptAsync("ls -A | wc -l");

            Assert.NotEqual(Environment.CurrentDirectory, place);
            Assert.Equal("0", entries.StandardOutput.Trim());
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, OperatingSystem.IsLinux() ? File.GetUnixFileMode(place) : default);
        }

        using var given = Shell.Create(configure: options => options.WorkingDirectory = root);

        Assert.False(Directory.Exists(place));
        Assert.Equal(folder.Inside, (await given.RunAsync($"pwd").OrGiveUp()).StandardOutput.Trim());
    }

    /// <summary>The signals that the runtime ignores or blocks are as in a shell, or a pipeline would never end; and the session is another one.</summary>
    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Signals_are_at_their_defaults_and_the_session_is_its_own(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        using var runner = Shell.Create(containment, options => options.Environment["PATH"] = "/usr/bin:/bin");

        var status = await runner.RunAsync($"cat /proc/self/status /proc/self/stat").OrGiveUp();
        var lines = status.StandardOutput.Split('\n');
        var fields = lines.Single(line => line.Contains("(cat)", StringComparison.Ordinal)).Split(' ');

        Assert.Equal("SigBlk:\t0000000000000000", lines.Single(line => line.StartsWith("SigBlk", StringComparison.Ordinal)));

        // But for the two that the C library keeps to itself.
        var ignored = Convert.ToUInt64(lines.Single(line => line.StartsWith("SigIgn", StringComparison.Ordinal)).Split('\t')[1], 16);
        Assert.Equal(0ul, ignored & ~(3ul << 31));
        Assert.Equal(fields[0], fields[4]); // group
        Assert.Equal(fields[0], fields[5]); // session
    }

    /// <summary>What other code of the server opened without thinking of children.</summary>
    [LinuxFact]
    public async Task No_descriptor_of_the_server_is_passed_on()
    {
        using var folder = new Folder();
        var leak = NativeDescriptor.OpenInherited(folder.Out("secret"));
        try
        {
            using var plain = Process.Start(new ProcessStartInfo("/bin/cat", [$"/proc/self/fd/{leak}"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            var attack = await plain.StandardOutput.ReadToEndAsync().OrGiveUp();
            using var runner = Shell.Create(configure: options => options.Environment["PATH"] = "/usr/bin:/bin");

            var result = await runner.ScriptAsync("ls /proc/self/fd");

            Assert.Equal("secret", attack);
            Assert.Equal(["0", "1", "2", "3"], result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries)); // the last one is ls looking
        }
        finally
        {
            NativeDescriptor.Close(leak);
        }
    }

    private static IEnumerable<string> Variables(ProcessResult result, ProcessContainment containment)
    {
        var variables = result.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var marks = variables.Count(variable => variable.StartsWith("MCPSECURE_RUN=", StringComparison.Ordinal));
        Assert.Equal(containment == ProcessContainment.ProcessTree ? 1 : 0, marks);
        return variables.Where(variable => !variable.StartsWith("MCPSECURE_RUN=", StringComparison.Ordinal));
    }
}

using System.Diagnostics;

namespace McpSecure.Tests.BadInput;

/// <summary>The fuzzer itself: it would notice what it is there to notice, and says how to see it again.</summary>
public sealed class FuzzerTests : IDisposable
{
    private const string ReaderMayWriteFiles = """
        { "McpSecurity": { "Roles": { "reader": {
          "Tools": { "*": "Allow", "write_file": "Allow", "delete_file": "Allow", "add_note": "Deny" }, "Prompts": { "*": "Allow" },
          "Resources": { "all": { "Uri": "**", "Access": "Allow" } }
        } } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mcpsecure-fuzzer-");

    [Theory]
    [InlineData("Hang", "hang")]
    [InlineData("Twice", "2 answers for 1 requests")]
    [InlineData("Stray", "not a message on standard output: Hello")]
    [InlineData("Crash", "crash")]
    [InlineData("Record", "records are missing")]
    [InlineData("Outside", "files outside of the workspace were touched")]
    public async Task A_fault_is_a_finding(string fault, string expected)
    {
        var (exitCode, output) = await RunAsync("--seconds", "1", "--patience", "8", "--role", "reader", "--out", Findings, "--fault", fault);

        Assert.Contains($"FINDING: seed 20260901, run 0, role reader: {expected}", output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_policy_that_lets_a_reader_write_is_a_finding_that_names_the_line_and_can_be_replayed()
    {
        var program = Fuzzer();
        foreach (var file in program.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Join(_folder.FullName, Path.GetRelativePath(program.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!); // native libraries stand in folders of their own
            file.CopyTo(copy);
        }

        await File.WriteAllTextAsync(Path.Join(_folder.FullName, "appsettings.json"), ReaderMayWriteFiles);
        string[] server = ["--server", Path.Join(_folder.FullName, "WorkspaceServer.dll"), "--role", "reader", "--out", Findings];

        var (exitCode, output) = await RunAsync([.. server, "--seconds", "1"]);
        var (again, replayed) = await RunAsync([.. server, "--replay", Assert.Single(Directory.GetFiles(Findings))]);

        Assert.All([output, replayed], text => Assert.Contains("the reader changed the workspace", text, StringComparison.Ordinal));
        Assert.All([output, replayed], text => Assert.Contains("write_file", text, StringComparison.Ordinal));
        Assert.Equal((1, 1), (exitCode, again));
    }

    [Fact]
    public async Task A_server_without_fault_has_no_findings()
    {
        var (exitCode, output) = await RunAsync("--seconds", "1", "--out", Findings);

        Assert.Contains("0 findings", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
        Assert.False(Directory.Exists(Findings));
    }

    [Theory]
    [InlineData("--secnds", "1")]
    [InlineData("--seconds", "0")]
    [InlineData("--seed")]
    [InlineData("--role", "nobody")]
    [InlineData("--fault", "9")]
    public async Task A_bad_option_is_an_error(params string[] options) => Assert.Equal(2, (await RunAsync(options)).ExitCode);

    public void Dispose() => _folder.Delete(recursive: true);

    private string Findings => Path.Join(_folder.FullName, "findings");

    /// <summary>artifacts/bin/McpSecure.Tests/debug: the fuzzer stands beside it, in the same configuration.</summary>
    private static DirectoryInfo Fuzzer()
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return new DirectoryInfo(Path.Join(tests.Parent!.Parent!.FullName, "McpSecure.Fuzz", tests.Name));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] options)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Join(Fuzzer().FullName, "McpSecure.Fuzz.dll"), .. options])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output + await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}

using System.Diagnostics;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>The standard streams of a stdio server are its line to the client. A program that a tool starts must not come near them.</summary>
public sealed class ServerStreamTests
{
    private const string Answer = """{"jsonrpc":"2.0","id":6,"result":{}}""";
    private const string Next = """{"jsonrpc":"2.0","id":9,"method":"ping"}""";

    [LinuxFact]
    public async Task A_plain_child_forges_an_answer_and_takes_a_request()
    {
        var (output, error) = await ServeAsync("plain");

        Assert.Contains("\"id\":7", output, StringComparison.Ordinal);
        Assert.Contains("\"id\":8", error, StringComparison.Ordinal);
        Assert.DoesNotContain(Next, output, StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_program_of_the_runner_does_neither()
    {
        var (output, error) = await ServeAsync("runner");

        Assert.Equal(($"{Answer}\n{Next}\n", string.Empty), (output, error));
    }

    private static async Task<(string Output, string Error)> ServeAsync(string way)
    {
        // artifacts/bin/McpSecure.Tests/debug: the server stands beside it, in the same configuration.
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Join(tests.Parent!.Parent!.FullName, "McpSecure.Forger", tests.Name, "McpSecure.Forger.dll");
        using var server = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, way])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (server.StandardOutput.ReadToEndAsync(), server.StandardError.ReadToEndAsync());
        await server.StandardInput.WriteLineAsync(Next);
        server.StandardInput.Close();
        await server.WaitForExitAsync().OrGiveUp();
        return (await output.OrGiveUp(), await error.OrGiveUp());
    }
}

using System.Diagnostics;
using System.Text.Json;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Hosting;

/// <summary>The test server as a process: its own folder, a working directory that somebody else chose, and three pipes.</summary>
internal sealed class TestServerProcess : IDisposable
{
    private readonly DirectoryInfo _own = Directory.CreateTempSubdirectory("mcpsecure-server-");
    private readonly DirectoryInfo _working = Directory.CreateTempSubdirectory("mcpsecure-working-");

    public TestServerProcess()
    {
        // artifacts/bin/McpSecure.Tests/debug: the server stands beside it, in the same configuration.
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        foreach (var file in new DirectoryInfo(Path.Join(tests.Parent!.Parent!.FullName, "McpSecure.TestServer", tests.Name)).EnumerateFiles())
        {
            file.CopyTo(Path.Join(OwnFolder, file.Name));
        }
    }

    public string OwnFolder => _own.FullName;

    public string WorkingFolder => _working.FullName;

    /// <summary>Starts the server, says some lines to it, waits for as many answers, hangs up and waits for the end.</summary>
    public async Task<Ending> RunAsync(string[] arguments, params string[] lines)
    {
        using var process = Start(arguments);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(Patience.Token);
            var output = new List<string>();
            foreach (var line in lines)
            {
                await process.StandardInput.WriteLineAsync(line.AsMemory(), Patience.Token);
                if (JsonElement.Parse(line).TryGetProperty("id", out _))
                {
                    await process.StandardInput.FlushAsync(Patience.Token);
                    output.Add(await process.StandardOutput.ReadLineAsync(Patience.Token) ?? "nothing");
                }
            }

            process.StandardInput.Close();
            var rest = await process.StandardOutput.ReadToEndAsync(Patience.Token);
            await process.WaitForExitAsync(Patience.Token);
            return new Ending(process.ExitCode, output, rest, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts it, with three pipes, and leaves the rest to the caller.</summary>
    public Process Start(string[] arguments) => Process.Start(StartInfo(arguments))!;

    public void Dispose()
    {
        _own.Delete(recursive: true);
        _working.Delete(recursive: true);
    }

    private ProcessStartInfo StartInfo(string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Join(OwnFolder, "McpSecure.TestServer.dll"), .. arguments])
        {
            WorkingDirectory = WorkingFolder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        return start;
    }

    /// <summary>How a run ended.</summary>
    /// <param name="ExitCode">The exit code.</param>
    /// <param name="Answers">One line for each request.</param>
    /// <param name="Rest">What else came on standard output.</param>
    /// <param name="Errors">Standard error.</param>
    internal sealed record Ending(int ExitCode, IReadOnlyList<string> Answers, string Rest, string Errors)
    {
        public string[] ErrorLines => Errors.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}

using System.Diagnostics;

namespace McpSecure.Tests.Packaging;

/// <summary>The command line of the SDK, and programs that it built, each as a process of its own that leaves nothing running.</summary>
internal static class DotNet
{
    /// <summary>Restoring and compiling on a machine that also runs the other tests.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Runs a command to its end and returns what it printed. Anything but exit code 0 fails the test.</summary>
    public static Task<string> RunAsync(string folder, params string[] arguments) =>
        WithAsync(folder, arguments, (process, cancellation) => process.StandardOutput.ReadToEndAsync(cancellation));

    /// <summary>Says some lines to a program, waits for as many answers, and hangs up.</summary>
    public static Task<string[]> TalkAsync(string folder, string program, params string[] lines) =>
        WithAsync(folder, [program], async (process, cancellation) =>
        {
            var answers = new string[lines.Length];
            for (var index = 0; index < lines.Length; index++)
            {
                await process.StandardInput.WriteLineAsync(lines[index].AsMemory(), cancellation);
                await process.StandardInput.FlushAsync(cancellation);
                answers[index] = await process.StandardOutput.ReadLineAsync(cancellation) ?? "nothing";
            }

            return answers;
        });

    private static async Task<T> WithAsync<T>(string folder, string[] arguments, Func<Process, CancellationToken, Task<T>> conversation)
    {
        using var patience = new CancellationTokenSource(Limit);
        using var process = Process.Start(StartInfo(folder, arguments))!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            var result = await conversation(process, patience.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{result}\n{await errors}");
            return result;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo StartInfo(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the outer dotnet test says to its own build would be taken for ours.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false"; // a compiler server would outlive the test
        return start;
    }
}

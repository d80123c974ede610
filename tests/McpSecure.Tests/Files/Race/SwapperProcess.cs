using System.Diagnostics;
using System.Globalization;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files.Race;

/// <summary>The attacker: a process of its own that exchanges two names until this is disposed of.</summary>
internal sealed class SwapperProcess : IDisposable
{
    private readonly Process _process;

    public SwapperProcess(string first, string second)
    {
        // artifacts/bin/McpSecure.Tests/debug: the swapper stands beside it, in the same configuration.
        var tests = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Join(tests.Parent!.Parent!.FullName, "McpSecure.Swapper", tests.Name, "McpSecure.Swapper.dll");
        _process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, first, second])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (_process.StandardOutput.ReadLine() is not "ready")
        {
            throw new InvalidOperationException($"No race on this file system; set TMPDIR to another one. {_process.StandardError.ReadToEnd()}");
        }
    }

    /// <summary>Ends the swapping.</summary>
    /// <returns>How often the names were exchanged.</returns>
    public long Stop()
    {
        _process.StandardInput.Close();
        var count = _process.StandardOutput.ReadToEnd();
        Assert.True(_process.WaitForExit(Patience.Limit));
        return long.Parse(count, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}

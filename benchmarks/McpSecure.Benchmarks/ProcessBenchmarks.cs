using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using McpSecure.Execution;

namespace McpSecure.Benchmarks;

/// <summary>What it costs to run a program that does nothing, contained, beside a plain start with redirected streams and nothing else.</summary>
public class ProcessBenchmarks
{
    private ProcessRunner? _tree;
    private ProcessRunner? _namespace;

    [GlobalSetup]
    public void Setup()
    {
        _tree = Create(ProcessContainment.ProcessTree);
        try
        {
            _namespace = Create(ProcessContainment.PidNamespace);
        }
        catch (PlatformNotSupportedException)
        {
            // Without the privilege there is only the other one to measure.
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _tree!.Dispose();
        _namespace?.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task<int> PlainStart()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/true", [])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode + (await output).Length + (await error).Length;
    }

    [Benchmark]
    public async Task<bool> ProcessTree() => (await _tree!.RunAsync($"true")).IsSuccess;

    [Benchmark]
    public async Task<bool> PidNamespace() => _namespace is not null && (await _namespace.RunAsync($"true")).IsSuccess;

    private static ProcessRunner Create(ProcessContainment containment)
    {
        var options = new ProcessRunnerOptions { Containment = containment };
        options.Programs.Add("true", "/bin/true");
        return new ProcessRunner(options);
    }
}

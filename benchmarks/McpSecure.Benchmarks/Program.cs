using BenchmarkDotNet.Running;
using McpSecure.Benchmarks.Reports;

// Without arguments everything runs. With arguments, those of BenchmarkDotNet: --filter "*RoundTrip*", --list flat, …
var results = ReportFolder.Find();
string[] arguments = args.Length > 0 ? args : ["--filter", "*"];
var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments, new ReportConfig(results)).ToArray();
if (arguments.Contains("--list", StringComparer.Ordinal))
{
    return 0;
}

ReportFolder.KeepReportsOnly(results);
return RunCheck.IsComplete(summaries, Console.Error) ? 0 : 1;

using BenchmarkDotNet.Attributes;
using McpSecure.Execution;

namespace McpSecure.Benchmarks;

/// <summary>What it costs to turn a command into its arguments, checked, beside a list of strings without any check.</summary>
public class CommandBenchmarks
{
    private readonly int _count = 5;
    private readonly string _text = "fix the build";
    private readonly string _path = "src/McpSecure/Execution/Command.cs";
    private readonly string[] _paths = [.. Enumerable.Range(0, 10).Select(number => $"src/file-{number}.cs")];

    [Benchmark(Baseline = true)]
    public string[] PlainList() => ["git", "log", "-n", $"{_count}", $"--grep={_text}", "--", _path];

    [Benchmark]
    public Command Command() => $"git log -n {_count} --grep={_text} -- {_path}";

    [Benchmark]
    public Command ListOfTen() => $"git add -- {_paths}";

    [Benchmark]
    public Command OneOf() => $"git log --format={CommandArgument.OneOf("short", ["oneline", "short", "full"])}";
}

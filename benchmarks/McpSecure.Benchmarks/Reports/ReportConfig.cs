using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace McpSecure.Benchmarks.Reports;

/// <summary>Runs in this process, and one Markdown report for each class.</summary>
/// <remarks>
/// Many iterations that are short: on a machine that does other things too, one of them is left alone, and <c>Min</c> says what it took.
/// The toolchain does not wait for a setup that returns a task: setups block.
/// </remarks>
internal sealed class ReportConfig : ManualConfig
{
    public ReportConfig(string results)
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(40)
            .WithIterationCount(60)
            .WithIterationTime(TimeInterval.FromMilliseconds(20))
            .WithId("Short"));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        AddColumnProvider(
            DefaultColumnProviders.Descriptor, DefaultColumnProviders.Job, DefaultColumnProviders.Statistics,
            DefaultColumnProviders.Params, DefaultColumnProviders.Metrics);
        AddColumn(StatisticColumn.Min, StatisticColumn.Median, OverEmptyColumn.Time, OverEmptyColumn.Bytes, new ShareColumn());
        HideColumns(
            Column.Job, Column.Gen0, Column.Gen1, Column.Gen2, Column.StdDev, Column.RatioSD, Column.AllocRatio, Column.Ratio, Column.Toolchain,
            Column.IterationCount, Column.IterationTime, Column.WarmupCount);
        WithArtifactsPath(Path.GetDirectoryName(results)!);
        WithOptions(ConfigOptions.DisableLogFile);
    }
}

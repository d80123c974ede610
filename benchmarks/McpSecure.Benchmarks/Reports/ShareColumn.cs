using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace McpSecure.Benchmarks.Reports;

/// <summary>What a row takes of the time of the baseline, where the baseline is something that has to be done anyway.</summary>
internal sealed class ShareColumn : IColumn
{
    private static readonly Type[] Types = [typeof(SchemaBenchmarks), typeof(FilesBenchmarks), typeof(SqlBenchmarks), typeof(EgressBenchmarks)];

    public string Id => nameof(ShareColumn);

    public string ColumnName => "Share";

    public string Legend => "Min of this row in per cent of the Min of the first";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.All(IsFor);

    /// <summary>Whether a benchmark is read by its share. The others are compared with empty filters.</summary>
    public static bool IsFor(BenchmarkCase one) => Types.Contains(one.Descriptor.Type);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        var baseline = summary.GetBaseline(summary.GetLogicalGroupKey(benchmarkCase));
        return Least(summary, baseline) is { } whole && Least(summary, benchmarkCase) is { } part
            ? (part / whole).ToString("P0", CultureInfo.InvariantCulture)
            : "?";
    }

    private static double? Least(Summary summary, BenchmarkCase? one) => one is not null && summary[one] is { Success: true } report ? report.ResultStatistics?.Min : null;
}

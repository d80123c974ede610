using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace McpSecure.Benchmarks.Reports;

/// <summary>What a row costs more than the baseline of its group, which is the one with empty filters: the number the goal is about.</summary>
internal sealed class OverEmptyColumn : IColumn
{
    private readonly string _unit;
    private readonly Func<BenchmarkReport, double?> _valueOf;

    private OverEmptyColumn(string name, string unit, string legend, Func<BenchmarkReport, double?> valueOf)
    {
        ColumnName = name;
        Legend = legend;
        _unit = unit;
        _valueOf = valueOf;
    }

    public static OverEmptyColumn Time { get; } = new(
        "Over empty", " ns", "Min minus the Min with empty filters", report => report.ResultStatistics?.Min);

    public static OverEmptyColumn Bytes { get; } = new(
        "Bytes over empty", " B", "Allocated minus what is allocated with empty filters",
        report => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase));

    public string Id => $"{nameof(OverEmptyColumn)}.{ColumnName}";

    public string ColumnName { get; }

    public string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(one => one.Descriptor.Baseline && !ShareColumn.IsFor(one));

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, summary.Style);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        var empty = summary.GetBaseline(summary.GetLogicalGroupKey(benchmarkCase));
        return empty is not null && Measured(summary, empty) is { } baseline && Measured(summary, benchmarkCase) is { } value
            ? (value - baseline).ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture) + _unit
            : "?";
    }

    private double? Measured(Summary summary, BenchmarkCase one) => summary[one] is { Success: true } report ? _valueOf(report) : null;
}

using BenchmarkDotNet.Reports;

namespace McpSecure.Benchmarks.Reports;

/// <summary>Whether a run measured what it was asked to. BenchmarkDotNet itself ends with 0 whatever happened.</summary>
internal static class RunCheck
{
    public static bool IsComplete(IReadOnlyCollection<Summary> summaries, TextWriter errors)
    {
        var failures = Failures(summaries).ToArray();
        foreach (var failure in failures)
        {
            errors.WriteLine(failure);
        }

        return failures.Length == 0;
    }

    private static IEnumerable<string> Failures(IReadOnlyCollection<Summary> summaries)
    {
        if (summaries.Sum(summary => summary.Reports.Length) == 0)
        {
            yield return "No benchmark ran.";
        }

        foreach (var summary in summaries)
        {
            foreach (var error in summary.ValidationErrors.Where(error => error.IsCritical))
            {
                yield return error.Message;
            }

            foreach (var one in summary.BenchmarksCases.Where(one => summary[one] is not { Success: true, ResultStatistics: not null }))
            {
                yield return $"No result: {one.DisplayInfo}";
            }
        }
    }
}

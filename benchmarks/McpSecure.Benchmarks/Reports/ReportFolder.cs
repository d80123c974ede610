namespace McpSecure.Benchmarks.Reports;

/// <summary>Where the reports are kept: <c>benchmarks/results</c> of the repository that the program was built in.</summary>
internal static class ReportFolder
{
    private const string Kept = "*-report-github.md";

    /// <exception cref="InvalidOperationException">The program does not run inside the repository.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Join(folder.FullName, "McpSecure.sln")))
            {
                return Path.Join(folder.FullName, "benchmarks", "results");
            }
        }

        throw new InvalidOperationException("Run the benchmarks from the repository: they write their reports into it.");
    }

    /// <summary>Removes what BenchmarkDotNet leaves beside the reports.</summary>
    public static void KeepReportsOnly(string results)
    {
        if (!Directory.Exists(results))
        {
            return;
        }

        var kept = Directory.GetFiles(results, Kept).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(results).Where(file => !kept.Contains(file)))
        {
            File.Delete(file);
        }
    }
}

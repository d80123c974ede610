using System.Globalization;

namespace Tour;

/// <summary>What <c>mcpsecure journal verify</c> has said.</summary>
/// <param name="ExitCode">0 if the journal is as it was written, 1 if it is not.</param>
/// <param name="Lines">What it printed.</param>
/// <param name="FirstBadRecord">The number of the first bad record; <see langword="null"/> if there is none.</param>
internal sealed record Verification(int ExitCode, IReadOnlyList<string> Lines, long? FirstBadRecord)
{
    private const string Record = "  Record ";

    /// <summary>Reads it.</summary>
    public static Verification Of(int exitCode, string output)
    {
        string[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
        var bad = Array.Find(lines, line => line.StartsWith(Record, StringComparison.Ordinal));
        return new Verification(
            exitCode,
            lines,
            bad is not null && long.TryParse(bad[Record.Length..], NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var record) ? record : null);
    }
}

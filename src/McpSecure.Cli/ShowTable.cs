using System.Globalization;
using Spectre.Console;

namespace McpSecure.Cli;

/// <summary>Records as a table whose columns have bounds, whatever stands in them.</summary>
internal static class ShowTable
{
    private const int MostInColumn = 60;
    private const int CallDigits = 8;
    private const int WidthOfFile = 240;

    public static void Write(IReadOnlyCollection<ShownRecord> records, long matching, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        if (!ReferenceEquals(output, Console.Out) || Console.IsOutputRedirected)
        {
            console.Profile.Width = WidthOfFile; // nobody's window: what is piped on is not broken into pieces
            console.Profile.Capabilities.Ansi = false;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("record", "time (UTC)", "kind", "call", "who", "what", "outcome", "ms");
        foreach (var record in records)
        {
            table.AddRow(Cells(record));
        }

        console.Write(table);
        if (matching > records.Count)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The last {records.Count} of {matching:N0}; --last takes more, --json all."));
        }
    }

    private static Text[] Cells(ShownRecord record) =>
    [
        // Text, not markup: brackets in a value are brackets.
        new(record.Sequence.ToString(CultureInfo.InvariantCulture)),
        new(record.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)),
        Cell(record.Kind),
        Cell(record.Call.Length > CallDigits ? record.Call[..CallDigits] : record.Call),
        Cell(record.Caller),
        Cell(record.What),
        Cell(record.Outcome),
        Cell(record.Milliseconds),
    ];

    private static Text Cell(string text) => new(VisibleText.Of(text, MostInColumn));
}

using System.Globalization;
using Spectre.Console;

namespace McpSecure.Cli.Showing;

/// <summary>Records as rows. Goes out in pages, so that a journal of any length needs the memory of one page.</summary>
internal sealed class RecordTable(IAnsiConsole console)
{
    private const int RowsOfPage = 200;
    private readonly List<ShownRecord> _page = [];
    private bool _hasHeader;

    public void Add(ShownRecord record)
    {
        _page.Add(record);
        if (_page.Count == RowsOfPage)
        {
            Flush();
        }
    }

    /// <summary>Writes the rows that wait. The columns of all pages are equally wide.</summary>
    public void Flush()
    {
        if (_page.Count == 0)
        {
            return;
        }

        var widths = TableWidths.For(console.Profile.Width);
        var table = new Table { Border = TableBorder.None, ShowHeaders = !_hasHeader };
        foreach (var (name, width) in widths.Columns)
        {
            table.AddColumn(new TableColumn(new Text(name)) { Width = width, NoWrap = true, Padding = new Padding(0, 0, TableWidths.Between, 0) });
        }

        foreach (var record in _page)
        {
            table.AddRow(Row(record, widths));
        }

        console.Write(table);
        _hasHeader = true;
        _page.Clear();
    }

    private static IEnumerable<Text> Row(ShownRecord record, TableWidths widths)
    {
        yield return Cell(record.Sequence.ToString(CultureInfo.InvariantCulture), widths.Number);
        yield return Cell(record.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), widths.Time);
        yield return Cell(record.User ?? "-", widths.Who);
        yield return Cell(record.Own is not null ? "(journal)" : record.Target ?? record.Method ?? "-", widths.What);
        yield return Cell(OutcomeOf(record), widths.Outcome, record.IsRefused ? Color.Red : null);
        if (widths.Details > 0)
        {
            yield return Cell(RecordDetails.Of(record), widths.Details);
        }
    }

    /// <summary>Never markup: a name in square brackets is a name.</summary>
    private static Text Cell(string text, int width, Color? colour = null) =>
        new(VisibleText.Of(text, width), new Style(colour)) { Overflow = Overflow.Ellipsis };

    private static string OutcomeOf(ShownRecord record) => record.Kind switch
    {
        _ when record.Unreadable is not null => "no JSON",
        "outcome" => record.Code ?? record.Outcome ?? "outcome",
        "refusal" => record.Code ?? "refused",
        "summary" => $"{record.Text("count") ?? "?"} × {record.Code ?? "refused"}",
        var kind => kind ?? "-",
    };
}

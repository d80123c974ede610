using System.CommandLine;
using McpSecure.Cli.Showing;
using McpSecure.Journal;

namespace McpSecure.Cli.Commands;

/// <summary><c>mcpsecure journal show</c>: who did what.</summary>
internal static class ShowCommand
{
    public static Command Create(Output output, TimeProvider time)
    {
        var path = Arguments.Path();
        var who = new Option<string>("--who") { Description = "Only calls of this user; * at the end stands for anything." };
        var tool = new Option<string>("--tool") { Description = "Only calls of this tool, prompt or resource; * at the end stands for anything." };
        var since = Arguments.Time("--since", $"Only records from then on: {TimeText.Forms}.", time);
        var until = Arguments.Time("--until", "Only records until then, in the same forms.", time);
        var refused = new Option<bool>("--refused") { Description = "Only what was refused, or would have been where refusals are only observed." };
        var json = new Option<bool>("--json") { Description = "Whole records, one JSON object a line, in ASCII." };
        var command = new Command("show", "Shows who did what and how it ended.") { path, who, tool, since, until, refused, json };
        command.SetAction(parsed =>
        {
            var filter = new RecordFilter
            {
                Who = PatternOf(parsed.GetValue(who)),
                Tool = PatternOf(parsed.GetValue(tool)),
                Since = parsed.GetValue(since) ?? DateTimeOffset.MinValue,
                Until = parsed.GetValue(until) ?? DateTimeOffset.MaxValue,
                OnlyRefused = parsed.GetValue(refused),
            };
            return Show(parsed.GetRequiredValue(path), filter, parsed.GetValue(json), output);
        });
        return command;
    }

    private static int Show(string path, RecordFilter filter, bool isJson, Output output)
    {
        using var journal = new JournalReader(path);
        var table = new RecordTable(output.Console);
        var lines = new RecordLines(output.Standard);
        var first = 0L;
        try
        {
            foreach (var record in journal.ReadAll())
            {
                first = first == 0 ? record.Sequence : first;
                var shown = ShownRecord.Of(record);
                if (filter.Takes(shown) && isJson)
                {
                    lines.Write(record);
                }
                else if (filter.Takes(shown))
                {
                    table.Add(shown);
                }
            }
        }
        catch (JournalException e)
        {
            // What came before is in order, and is shown.
            table.Flush();
            output.Fail(e.Message);
            return ExitCode.Tampered;
        }

        table.Flush();
        if (first > 1)
        {
            output.Error.WriteLine($"The journal begins here with record {first}: what is before it is not here.");
        }

        return ExitCode.Fine;
    }

    private static Pattern? PatternOf(string? text) => text is null ? null : new Pattern(text);
}

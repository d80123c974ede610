using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using McpSecure.Journal;

namespace McpSecure.Cli;

/// <summary><c>mcpsecure journal show</c>: who did what, as a table or as lines of JSON.</summary>
internal static class ShowCommand
{
    private const int DefaultLast = 200;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var path = new Argument<string>("PATH") { Description = "The directory of a journal, or one of its files." };
        var who = new Option<string?>("--who") { Description = "Only calls of this user.", HelpName = "USER" };
        var tool = new Option<string?>("--tool") { Description = "Only calls of this tool, prompt or resource.", HelpName = "NAME" };
        var since = TimeOption("--since", "Only records from this time on, such as 2026-08-01 or 2026-08-01T12:00:00Z; UTC unless it says otherwise.");
        var until = TimeOption("--until", "Only records before this time.");
        var refused = new Option<bool>("--refused") { Description = "Only what was refused." };
        var json = new Option<bool>("--json") { Description = "Lines of JSON, all of them, instead of a table." };
        var last = new Option<int>("--last") { Description = "How many records the table has at most, the last ones.", DefaultValueFactory = _ => DefaultLast, HelpName = "COUNT" };
        last.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 100_000))
            {
                result.AddError("--last takes a number from 1 to 100000.");
            }
        });
        var command = new Command("show", "Shows who did what. It does not verify; 'verify' does.") { path, who, tool, since, until, refused, json, last };
        command.SetAction(parsed =>
        {
            var filter = new ShowFilter
            {
                Who = parsed.GetValue(who),
                Tool = parsed.GetValue(tool),
                Since = parsed.GetValue(since),
                Until = parsed.GetValue(until),
                Refused = parsed.GetValue(refused),
            };
            return Run(parsed.GetValue(path)!, filter, parsed.GetValue(json) ? null : parsed.GetValue(last), output, error);
        });
        return command;
    }

    private static int Run(string path, ShowFilter filter, int? last, TextWriter output, TextWriter error)
    {
        using var reader = new JournalReader(path);
        var kept = new Queue<ShownRecord>();
        var matching = 0L;
        var exit = ExitCode.Fine;
        try
        {
            foreach (var record in reader.ReadAll().Select(record => new ShownRecord(record)).Where(filter.Takes))
            {
                matching++;
                Keep(record, kept, last, output);
            }
        }
        catch (JournalException e)
        {
            error.WriteLine(VisibleText.Of(e.Message));
            exit = ExitCode.Tampered;
        }

        if (last is not null)
        {
            ShowTable.Write(kept, matching, output);
        }

        return exit;
    }

    private static void Keep(ShownRecord record, Queue<ShownRecord> kept, int? last, TextWriter output)
    {
        if (last is not { } most)
        {
            output.WriteLine(record.ToJson());
            return;
        }

        kept.Enqueue(record);
        if (kept.Count > most)
        {
            kept.Dequeue();
        }
    }

    private static Option<DateTimeOffset?> TimeOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = Time,
    };

    private static DateTimeOffset? Time(ArgumentResult result)
    {
        if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        result.AddError($"'{result.Tokens[0].Value}' is no time; write one such as 2026-08-01 or 2026-08-01T12:00:00Z.");
        return null;
    }
}

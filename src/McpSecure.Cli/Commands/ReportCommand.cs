using System.CommandLine;
using McpSecure.Cli.Showing;
using McpSecure.Inventory;
using McpSecure.Inventory.Pages;
using McpSecure.Inventory.Uses;

namespace McpSecure.Cli.Commands;

/// <summary><c>mcpsecure report</c>: who may do what, and what of it nobody needed.</summary>
internal static class ReportCommand
{
    private const string Markdown = "markdown";
    private const string Json = "json";

    public static Command Create(Output output, TimeProvider time)
    {
        var file = new Argument<string>("FILE") { Description = "The report that the server writes at its start (Audit:ReportFile)." };
        var journal = new Option<string>("--journal") { Description = "The directory of its journal. Without it, nothing is said of use." };
        var since = Arguments.Time("--since", $"Count use from then on only: {TimeText.Forms}.", time);
        var format = new Option<string>("--format") { Description = "markdown or json.", DefaultValueFactory = _ => Markdown };
        format.AcceptOnlyFromAmong(Markdown, Json);
        var unused = new Option<bool>("--unused") { Description = "Only what roles grant and none of their callers has used. Needs a journal." };
        var (checkpoint, keys, archived) = (Arguments.Checkpoint(), Arguments.PublicKeys(), Arguments.Archived());
        var command = new Command("report", "Shows who may use what, what decides it, and when it was used. Ends with 0, with 1 if the journal was changed, with 2 if something cannot be read.")
        {
            file, journal, since, format, unused, checkpoint, keys, archived,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(unused) && result.GetValue(journal) is null)
            {
                result.AddError("--unused needs --journal: without one nobody knows what was used.");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var report = ReportJson.Read(parsed.GetRequiredValue(file));
            if (parsed.GetValue(journal) is { } path)
            {
                var options = Arguments.VerifyOptions(parsed.GetValue(checkpoint), parsed.GetValue(keys) ?? [], parsed.GetValue(archived));
                report = JournalJoin.Of(report, path, parsed.GetValue(since), options, cancellationToken);
            }

            output.Standard.Write(Text(report, isJson: parsed.GetValue(format) is Json, onlyUnused: parsed.GetValue(unused)));
            return Task.FromResult(End(report.Journal, output));
        });
        return command;
    }

    private static string Text(McpSecurityReport report, bool isJson, bool onlyUnused) => (isJson, onlyUnused) switch
    {
        (true, true) => ReportJson.Write(UnusedGrantList.Of(report)) + "\n",
        (true, false) => ReportJson.Write(report) + "\n",
        (false, true) => ReportPage.UnusedOf(report),
        _ => ReportPage.Of(report),
    };

    private static int End(ReportedJournal? journal, Output output)
    {
        if (journal?.Problem is { } problem)
        {
            return output.Fail(problem);
        }

        if (journal?.Fault is not { } fault)
        {
            return ExitCode.Fine;
        }

        output.Fail($"{fault.File}, line {fault.Line}: {fault.Reason}");
        return ExitCode.Tampered;
    }
}

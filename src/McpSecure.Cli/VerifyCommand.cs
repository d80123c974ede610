using System.CommandLine;
using System.Globalization;
using McpSecure.Journal;

namespace McpSecure.Cli;

/// <summary><c>mcpsecure journal verify</c>: is the journal as it was written, and how much does that say?</summary>
internal static class VerifyCommand
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static Command Create(TextWriter output)
    {
        var path = new Argument<string>("PATH") { Description = "The directory of a journal, or one of its files." };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "The second file that holds the checkpoints: with it, a cut-off end is found.", HelpName = "FILE" };
        var keys = new Option<string[]>("--public-key") { Description = "A key that checkpoints may be signed with, or a file with it. May be given several times.", HelpName = "TEXT|FILE" };
        var archived = new Option<bool>("--archived") { Description = "The first files were moved to an archive." };
        var command = new Command("verify", "Finds the first record that is not as it was written.") { path, checkpoint, keys, archived };
        command.SetAction(parsed =>
        {
            var options = new JournalVerifyOptions { CheckpointFile = parsed.GetValue(checkpoint), AllowArchived = parsed.GetValue(archived) };
            foreach (var key in parsed.GetValue(keys) ?? [])
            {
                options.PublicKeys.Add(PublicKeyText.Read(key));
            }

            var journal = parsed.GetValue(path)!;
            var found = JournalVerifier.Verify(journal, options);
            Report(output, journal, options, found);
            return found.IsIntact ? ExitCode.Fine : ExitCode.Tampered;
        });
        return command;
    }

    private static void Report(TextWriter output, string path, JournalVerifyOptions options, JournalVerification found)
    {
        void Line(string name, string text) => output.WriteLine($"{name,-12}{VisibleText.Of(text)}");

        Line("journal", $"{path}, {Number(found.Files, "file")}");
        Line("records", found.Records == 0 ? "none" : $"{Number(found.Records, "record")}, {found.FirstSequence} to {found.LastSequence}");
        Line("time", found.Records == 0 ? "none" : $"{found.FirstTime:u} to {found.LastTime:u}");
        Line("checkpoint", Checkpoint(options, found));
        if (found.Uncovered > 0 && found.LastCheckpoint is not null)
        {
            Line("not covered", $"{Number(found.Uncovered, "record")} after it: whoever can write to the file could have replaced them.");
        }

        Line("end", End(options, found));
        if (found.Recoveries > 0)
        {
            Line("recovered", string.Create(Culture, $"{found.Recoveries} times an incomplete last line was cut off at a start, as after a kill or a power failure."));
        }

        if (found.Fault is { } fault)
        {
            Line("TAMPERED", $"{fault.File}, line {fault.Line}{(fault.Sequence is { } sequence ? string.Create(Culture, $", record {sequence}") : string.Empty)}");
            Line(string.Empty, fault.Reason);
        }
        else
        {
            Line("intact", "Nothing is wrong.");
        }
    }

    private static string Checkpoint(JournalVerifyOptions options, JournalVerification found) => found.LastCheckpoint switch
    {
        null => "none: whoever can write to the files could have written all of it anew.",
        { IsVerified: true } last => $"record {last.Sequence} at {last.Time:u}, signed with the key {last.KeyId}",
        { } last => $"record {last.Sequence} at {last.Time:u}, said to be signed with the key {last.KeyId}; not checked without " +
            (options.CheckpointFile is null ? "--public-key: whoever can write to the files could have written all of it anew." : "--public-key, but the checkpoint file has the same."),
    };

    private static string End(JournalVerifyOptions options, JournalVerification found) =>
        (found.IsClosed ? "closed in good order" : "not closed: the server is running, or was ended") +
        (found.IncompleteBytes > 0 ? string.Create(Culture, $"; {found.IncompleteBytes} bytes of an incomplete line") : string.Empty) +
        (options.CheckpointFile is null ? "; without --checkpoint, a cut-off end is not found." : ".");

    private static string Number(long count, string what) => string.Create(Culture, $"{count:N0} {what}{(count == 1 ? string.Empty : "s")}");
}

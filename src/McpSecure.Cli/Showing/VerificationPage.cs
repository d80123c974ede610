using System.Globalization;
using McpSecure.Journal;
using Spectre.Console;

namespace McpSecure.Cli.Showing;

/// <summary>What the verifier has found, and what it cannot know.</summary>
internal sealed class VerificationPage(IAnsiConsole console)
{
    public void Write(JournalVerification found, JournalVerifyOptions options)
    {
        if (found.Fault is { } fault)
        {
            Line("The journal is not as it was written.", Color.Red);
            Row("File", fault.File);
            Row("Line", Number(fault.Line));
            Row("Record", fault.Sequence is { } sequence ? Number(sequence) : "-");
            Row("Reason", fault.Reason);
            Line("In order before that:", colour: null);
        }
        else
        {
            Line(found.IsIntact ? "The journal is in order." : "The journal could not be checked to its end.", found.IsIntact ? Color.Green : Color.Red);
        }

        Facts(found);
        if (found.IsIntact)
        {
            Doubts(found, options);
        }
    }

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Count(long number, string thing) => number == 1 ? $"1 {thing}" : $"{Number(number)} {thing}s";

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    private void Facts(JournalVerification found)
    {
        Row("Journal", found.Chain ?? "-");
        Row("Files", Number(found.Files));
        Row("Records", found.Records == 0 ? "0" : $"{Number(found.Records)} (from {Number(found.FirstSequence)} to {Number(found.LastSequence)})");
        if (found.FirstTime is not null)
        {
            Row("Written", $"{Time(found.FirstTime)} to {Time(found.LastTime)}");
        }

        if (found.LastCheckpoint is { } last)
        {
            Row("Checkpoint", $"record {Number(last.Sequence)}, key {last.KeyId}, {(last.IsVerified ? "signature verified" : "signature not verified")}");
            Row("After it", $"{Number(found.Uncovered)} records that no signature covers yet");
        }

        if (found.Recoveries > 0)
        {
            Row("Recovered", $"{Count(found.Recoveries, "time")}: an incomplete line was cut off at a start");
        }
    }

    private void Doubts(JournalVerification found, JournalVerifyOptions options)
    {
        if (found.IncompleteBytes > 0)
        {
            Line($"At the end stand {Number(found.IncompleteBytes)} bytes of an incomplete record: it is being written, or its writer was ended.", Color.Yellow);
        }

        if (found.Interruptions > 0)
        {
            Line($"Its writer was ended {Count(found.Interruptions, "time")} without closing it, and {Count(found.TakenOver, "record")} without a signature were gone on after: until then, whoever can write to the files " +
                "could have replaced them, or cut off the last ones.", Color.Yellow);
        }

        if (found.LastCheckpoint is null)
        {
            Line("Nothing is signed: whoever can write to the files can have written them anew.", Color.Yellow);
        }
        else if (options.PublicKeys.Count == 0)
        {
            Line("No --public-key was given: that somebody has written the journal anew would not be noticed.", Color.Yellow);
        }

        if (options.CheckpointFile is null)
        {
            Line("No --checkpoint was given: that records were removed at the end would not be noticed.", Color.Yellow);
        }
        else if (found.LastCopied < found.LastCheckpoint?.Sequence)
        {
            Line($"The checkpoint file knows nothing after record {Number(found.LastCopied.Value)}: that records were removed at the end would not be noticed. It was cut off, is an older one, could not be written, " +
                "or the journal was written to meanwhile.", Color.Yellow);
        }
    }

    private void Row(string name, string value) => Line($"  {name,-12}{VisibleText.Of(value, VisibleText.Longest)}", colour: null);

    /// <summary>Never markup, and never wrapped: a path that was broken over two lines cannot be copied.</summary>
    private void Line(string text, Color? colour)
    {
        console.Write(new Text(text, new Style(colour)) { Overflow = Overflow.Fold });
        console.WriteLine();
    }
}

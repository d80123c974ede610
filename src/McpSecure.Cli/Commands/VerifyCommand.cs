using System.CommandLine;
using McpSecure.Cli.Showing;
using McpSecure.Journal;

namespace McpSecure.Cli.Commands;

/// <summary><c>mcpsecure journal verify</c>: is the journal as it was written?</summary>
internal static class VerifyCommand
{
    public static Command Create(Output output)
    {
        var path = Arguments.Path();
        var (checkpoint, keys, archived) = (Arguments.Checkpoint(), Arguments.PublicKeys(), Arguments.Archived());
        var command = new Command("verify", "Checks that a journal is as it was written. Ends with 0 if it is, 1 if it was changed, 2 if it cannot be read.") { path, checkpoint, keys, archived };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Verify(
            parsed.GetRequiredValue(path), Arguments.VerifyOptions(parsed.GetValue(checkpoint), parsed.GetValue(keys) ?? [], parsed.GetValue(archived)), output, cancellationToken)));
        return command;
    }

    private static int Verify(string path, JournalVerifyOptions options, Output output, CancellationToken cancellationToken)
    {
        var found = JournalVerifier.Verify(path, options, cancellationToken);
        new VerificationPage(output.Console).Write(found, options);
        return found.IsIntact ? ExitCode.Fine : ExitCode.Tampered;
    }
}

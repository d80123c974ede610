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
        var checkpoint = new Option<string>("--checkpoint") { Description = "The file that holds the checkpoints a second time. Without it, records removed at the end are not noticed." };
        var keys = new Option<JournalPublicKey[]?>("--public-key")
        {
            Description = "A public key that checkpoints may be signed with, as the server logs it at its start, or a PEM file. May be repeated. Without it, a journal written anew is not noticed.",
            CustomParser = PublicKeyText.ReadAll,
        };
        var archived = new Option<bool>("--archived") { Description = "The first files were moved to an archive: begin with the first that is there." };
        var command = new Command("verify", "Checks that a journal is as it was written. Ends with 0 if it is, 1 if it was changed, 2 if it cannot be read.") { path, checkpoint, keys, archived };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Verify(
            parsed.GetRequiredValue(path), OptionsOf(parsed.GetValue(checkpoint), parsed.GetValue(keys) ?? [], parsed.GetValue(archived)), output, cancellationToken)));
        return command;
    }

    private static int Verify(string path, JournalVerifyOptions options, Output output, CancellationToken cancellationToken)
    {
        var found = JournalVerifier.Verify(path, options, cancellationToken);
        new VerificationPage(output.Console).Write(found, options);
        return found.IsIntact ? ExitCode.Fine : ExitCode.Tampered;
    }

    private static JournalVerifyOptions OptionsOf(string? checkpoint, IEnumerable<JournalPublicKey> keys, bool isArchived)
    {
        var options = new JournalVerifyOptions { CheckpointFile = checkpoint, AllowArchived = isArchived };
        foreach (var key in keys)
        {
            options.PublicKeys.Add(key);
        }

        return options;
    }
}

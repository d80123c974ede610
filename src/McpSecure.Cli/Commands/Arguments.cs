using System.CommandLine;
using McpSecure.Cli.Showing;
using McpSecure.Journal;

namespace McpSecure.Cli.Commands;

/// <summary>What the commands have in common.</summary>
internal static class Arguments
{
    public static Argument<string> Path() => new("PATH") { Description = "The directory of a journal, or one of its files." };

    public static Option<string> Checkpoint() => new("--checkpoint")
    {
        Description = "The file that holds the checkpoints a second time. Without it, records removed at the end are not noticed.",
    };

    public static Option<JournalPublicKey[]?> PublicKeys() => new("--public-key")
    {
        Description = "A public key that checkpoints may be signed with, as the server logs it at its start, or a PEM file. May be repeated. Without it, a journal written anew is not noticed.",
        CustomParser = PublicKeyText.ReadAll,
    };

    public static Option<bool> Archived() => new("--archived") { Description = "The first files were moved to an archive: begin with the first that is there." };

    public static JournalVerifyOptions VerifyOptions(string? checkpoint, IEnumerable<JournalPublicKey> keys, bool isArchived)
    {
        var options = new JournalVerifyOptions { CheckpointFile = checkpoint, AllowArchived = isArchived };
        foreach (var key in keys)
        {
            options.PublicKeys.Add(key);
        }

        return options;
    }

    public static Option<DateTimeOffset?> Time(string name, string description, TimeProvider time) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (TimeText.TryParse(result.Tokens[0].Value, time.GetUtcNow(), out var value))
            {
                return value;
            }

            result.AddError($"{name} takes {TimeText.Forms}.");
            return null;
        },
    };
}

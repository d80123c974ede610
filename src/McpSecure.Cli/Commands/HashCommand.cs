using System.CommandLine;
using McpSecure.Policy.Sensitive;

namespace McpSecure.Cli.Commands;

/// <summary><c>mcpsecure journal hash</c>: what stands in a journal in place of a known secret, so that it can be looked for.</summary>
internal static class HashCommand
{
    public static Command Create(TextReader input, Output output)
    {
        var key = new Argument<string>("KEY") { Description = "The file that Audit:Redaction:HashKeyFile of the server names." };
        var command = new Command(
            "hash", "Reads a secret, one line from standard input, and says what stands in a journal in its place. Never given as an argument: others see those.") { key };
        command.SetAction((parsed, _) => Task.FromResult(Hash(parsed.GetRequiredValue(key), input, output)));
        return command;
    }

    private static int Hash(string file, TextReader input, Output output)
    {
        if (HashKeyFile.TryRead(Path.GetFullPath(file), out var problem) is not { } key)
        {
            return output.Fail(problem);
        }

        if (input.ReadLine() is not { Length: > 0 } secret)
        {
            return output.Fail("There is no secret on standard input: give one line.");
        }

        output.Standard.WriteLine(key.Of(secret));
        return ExitCode.Fine;
    }
}

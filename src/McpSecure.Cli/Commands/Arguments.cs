using System.CommandLine;

namespace McpSecure.Cli.Commands;

/// <summary>What the commands have in common.</summary>
internal static class Arguments
{
    public static Argument<string> Path() => new("PATH") { Description = "The directory of a journal, or one of its files." };
}

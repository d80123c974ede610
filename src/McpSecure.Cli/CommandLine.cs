using System.CommandLine;
using System.CommandLine.Help;
using McpSecure.Cli.Commands;

namespace McpSecure.Cli;

/// <summary>The commands, and what becomes of what they cannot do.</summary>
internal static class CommandLine
{
    public static int Run(IReadOnlyList<string> arguments, TextReader input, Output output, TimeProvider time)
    {
        // Not a RootCommand, which is called like its assembly. The assembly cannot be called like the command: in some file systems it would replace the library.
        var root = new Command("mcpsecure", "Checks and shows what an MCP server secured by McpSecure has recorded.")
        {
            new HelpOption(),
            new Command("journal", "The journal of a server: what was called, by whom, and how it ended.")
            {
                VerifyCommand.Create(output),
                ShowCommand.Create(output, time),
                HashCommand.Create(input, output),
            },
            ReportCommand.Create(output, time),
        };
        var configuration = new InvocationConfiguration { Output = output.Standard, Error = output.Error, EnableDefaultExceptionHandler = false };
        try
        {
            var parsed = root.Parse(arguments);
            var code = parsed.Invoke(configuration);

            // The parser would end with 1, which says that a journal was tampered with.
            return parsed.Errors.Count > 0 ? ExitCode.Unreadable : code;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return output.Fail(e.Message);
        }
    }
}

using System.CommandLine;

namespace McpSecure.Cli;

/// <summary>The commands, and what becomes of what goes wrong in them.</summary>
internal static class CommandLine
{
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Looks after what McpSecure has recorded.")
        {
            new Command("journal", "The journal of an MCP server.")
            {
                VerifyCommand.Create(output),
                ShowCommand.Create(output, error),
            },
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                error.WriteLine(VisibleText.Of(problem.Message));
            }

            return ExitCode.Unreadable; // not 1, which says that a journal was changed
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            error.WriteLine(VisibleText.Of(e.Message));
            return ExitCode.Unreadable;
        }
    }
}

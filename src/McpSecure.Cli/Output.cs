using McpSecure.Cli.Showing;
using Spectre.Console;

namespace McpSecure.Cli;

/// <summary>Where the words go. Whatever comes out of a journal has gone through <see cref="VisibleText"/> before.</summary>
internal sealed class Output
{
    /// <summary>A file or a pipe has no width; nothing is gained by cutting for it as for a terminal.</summary>
    private const int WidthOfFiles = 200;

    public Output(TextWriter standard, TextWriter error, bool isRedirected, int widthOfFiles = WidthOfFiles)
    {
        Standard = standard;
        Error = error;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(standard),
        });
        Console.Profile.Width = isRedirected ? widthOfFiles : Math.Max(Console.Profile.Width, TableWidths.Least);
    }

    public TextWriter Standard { get; }

    public TextWriter Error { get; }

    public IAnsiConsole Console { get; }

    /// <summary>Says why a command could not do its work.</summary>
    public int Fail(string message)
    {
        Error.WriteLine(VisibleText.Of(message, VisibleText.Longest));
        return ExitCode.Unreadable;
    }
}

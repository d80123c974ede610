using McpSecure.Tests.Support;

namespace McpSecure.Cli.Tests.Support;

/// <summary>A command, and what came of it.</summary>
internal sealed record Ran(int Code, string Output, string Error)
{
    public static Ran Command(params string[] arguments) => At(new FakeTime(), arguments);

    public static Ran At(TimeProvider time, params string[] arguments) => Run(time, 200, arguments);

    public static Ran Wide(int columns, params string[] arguments) => Run(new FakeTime(), columns, arguments);

    public static Ran Told(string input, params string[] arguments) => Run(new FakeTime(), 200, arguments, input);

    private static Ran Run(TimeProvider time, int columns, string[] arguments, string input = "")
    {
        using var told = new StringReader(input);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(arguments, told, new Output(output, error, isRedirected: true, columns), time);
        return new Ran(code, output.ToString(), error.ToString());
    }
}

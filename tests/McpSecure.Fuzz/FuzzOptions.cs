using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace McpSecure.Fuzz;

/// <summary>What the fuzzer was started with.</summary>
internal sealed record FuzzOptions
{
    public const string Usage = """
        Usage: McpSecure.Fuzz [--seconds N] [--seed S] [--role NAME] [--out DIR] [--patience N] [--server DLL] [--fault NAME] [--replay FILE]

          --seconds N    how long to send; 60
          --seed S       decides what is sent; 20260901
          --role NAME    the role of every run; reader, editor and admin in turn
          --out DIR      where a finding leaves its replay file; a temporary folder
          --patience N   how many seconds the server has for each batch of messages; 20
          --server DLL   the server; the WorkspaceServer beside this program
          --fault NAME   pretends a fault, to see that it is found: Hang, Twice, Stray, Crash, Record or Outside
          --replay FILE  sends the lines of a replay file instead; needs --role
        """;

    private static readonly string[] EveryRole = ["reader", "editor", "admin"];

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(60);

    public int Seed { get; private init; } = 20260901;

    public string[] Roles { get; private init; } = EveryRole;

    /// <summary>Where a finding leaves its replay file; <see langword="null"/> for a temporary folder.</summary>
    public string? Out { get; private init; }

    /// <summary>How long the server has for a batch of messages.</summary>
    public TimeSpan Patience { get; private init; } = TimeSpan.FromSeconds(20);

    public string Server { get; private init; } = Path.Join(AppContext.BaseDirectory, "WorkspaceServer.dll");

    public Fault Fault { get; private init; }

    public string? Replay { get; private init; }

    /// <summary>Reads the arguments; a misspelt one is an error, because sixty seconds of something else would look like success.</summary>
    public static bool TryParse(string[] args, out FuzzOptions options, [NotNullWhen(false)] out string? problem)
    {
        options = new FuzzOptions();
        problem = null;
        for (var at = 0; at < args.Length; at += 2)
        {
            if (at + 1 == args.Length)
            {
                problem = $"'{args[at]}' needs a value.";
                return false;
            }

            if (options.With(args[at], args[at + 1]) is not { } changed)
            {
                problem = $"'{args[at]} {args[at + 1]}' is no option, or no value of it.";
                return false;
            }

            options = changed;
        }

        problem = options is { Replay: not null, Roles.Length: not 1 } ? "--replay needs --role: the one the lines were sent in." : null;
        return problem is null;
    }

    private FuzzOptions? With(string name, string value) => name switch
    {
        "--seconds" when IsCount(value, out var seconds) => this with { Duration = TimeSpan.FromSeconds(seconds) },
        "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out var seed) => this with { Seed = seed },
        "--role" when EveryRole.Contains(value, StringComparer.Ordinal) => this with { Roles = [value] },
        "--out" when value.Length > 0 => this with { Out = value },
        "--patience" when IsCount(value, out var seconds) => this with { Patience = TimeSpan.FromSeconds(seconds) },
        "--server" when File.Exists(value) => this with { Server = Path.GetFullPath(value) },
        "--fault" when Enum.IsDefined(typeof(Fault), value) => this with { Fault = Enum.Parse<Fault>(value) },
        "--replay" when File.Exists(value) => this with { Replay = value },
        _ => null,
    };

    private static bool IsCount(string value, out int count) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= 86_400;
}

using System.Diagnostics.CodeAnalysis;

namespace WorkspaceServer;

/// <summary>What the server was started with.</summary>
/// <param name="Workspace">The folder to serve; <see langword="null"/> for a temporary one with a few files.</param>
/// <param name="Role">The role of the person who started the server.</param>
/// <param name="Trace">The file that receives a line for each finished span; <see langword="null"/> for none.</param>
/// <param name="Journal">The folder in which is kept who did what; <see langword="null"/> for none.</param>
internal sealed record CommandLine(string? Workspace, string Role, string? Trace, string? Journal)
{
    private const string Usage = "Usage: WorkspaceServer [--workspace DIR] [--role NAME] [--trace FILE] [--journal DIR]";

    private string? Problem => this switch
    {
        { Workspace: { } workspace } when !Directory.Exists(workspace) => $"--workspace is '{workspace}', which is no folder. Create it first, or leave the option out.",
        { Workspace: { } workspace, Journal: { } journal } when !Path.GetRelativePath(Path.GetFullPath(workspace), journal).StartsWith("..", StringComparison.Ordinal) =>
            $"--journal is '{journal}', which is in the workspace: whoever may write there could write the journal. Name another folder.",
        _ => null,
    };

    /// <summary>Reads the arguments; a misspelt one is an error, because a role nobody asked for must not be the consequence.</summary>
    public static bool TryParse(
        string[] args, [NotNullWhen(true)] out CommandLine? commandLine, [NotNullWhen(false)] out string? problem)
    {
        (commandLine, problem) = (null, null);
        var parsed = new CommandLine(Workspace: null, Role: "reader", Trace: null, Journal: null);

        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length)
            {
                problem = $"'{args[i]}' needs a value. {Usage}";
                return false;
            }

            var value = args[i + 1];
            switch (args[i])
            {
                case "--workspace":
                    parsed = parsed with { Workspace = value };
                    break;
                case "--role":
                    parsed = parsed with { Role = value };
                    break;
                case "--trace":
                    parsed = parsed with { Trace = value };
                    break;
                case "--journal":
                    parsed = parsed with { Journal = Path.GetFullPath(value) };
                    break;
                default:
                    problem = $"'{args[i]}' is no option of this server. {Usage}";
                    return false;
            }
        }

        problem = parsed.Problem;
        commandLine = problem is null ? parsed : null;
        return problem is null;
    }
}

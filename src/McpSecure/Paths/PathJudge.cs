using McpSecure.Files;
using McpSecure.Files.Names;
using McpSecure.Policy.Paths;

namespace McpSecure.Paths;

/// <summary>One path: first by its text, then by the root itself.</summary>
internal static class PathJudge
{
    public static Outcome Check(ReadOnlySpan<char> path, ConfinedArgument argument, SecureRoot root)
    {
        var outcome = LexicalCheck.Check(path, root.Names);
        return outcome.IsDone ? root.Check(path, argument.Checked, argument.Definition.MustExist) : outcome;
    }
}

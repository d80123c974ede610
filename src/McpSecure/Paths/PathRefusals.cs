using McpSecure.Calls;
using McpSecure.Files;
using McpSecure.Policy.Paths;

namespace McpSecure.Paths;

/// <summary>Tells a model which argument to change, and how. No directory but those that the operator gave the caller, relative to the root.</summary>
internal static class PathRefusals
{
    private const int ShownDirectories = 8;

    public static Refusal Of(ConfinedArgument argument, RefusedPath path, ulong granted)
    {
        var reason = path switch
        {
            { IsText: false } => "it is no text",
            { Reason: PathRefusal.TooMany } => $"one call takes at most {ArgumentWalk.MaximumPaths} paths",
            _ => RefusalText.Of(path.Reason),
        };
        string[] directories = path.Reason == PathRefusal.Escapes ? [.. argument.Names(granted).Order(StringComparer.Ordinal)] : [];
        var shown = string.Join(" or ", directories.Take(ShownDirectories).Select(directory => $"'{Echo.Of(directory)}/'"));
        return new(
            RefusalCode.PathRefused,
            $"The argument '{Echo.Of(path.Place)}' was refused: {reason} ({path.Reason})." + (shown.Length > 0 ? $" It has to begin with {shown}." : string.Empty),
            Retry.AfterFix);
    }
}

using McpSecure.Files;

namespace McpSecure.Policy.Paths;

/// <summary>What an operator configured as a root, as something to open.</summary>
internal static class RootOpening
{
    /// <summary>The directory, absolute.</summary>
    public static string Directory(PathRootOptions root) => Path.GetFullPath(root.Root ?? string.Empty, AppContext.BaseDirectory);

    /// <summary>What an operator may have taken for another directory, with a leading blank; empty for an absolute path.</summary>
    public static string Hint(PathRootOptions root) => root.Root switch
    {
        null => string.Empty,
        ['~', ..] => $" '~' is not expanded, and this starts at the application's own folder, {AppContext.BaseDirectory}: write an absolute path.",
        var path when !Path.IsPathFullyQualified(path) =>
            $" A relative Root starts at the application's own folder, {AppContext.BaseDirectory}: write an absolute path, or one that leads out of it.",
        _ => string.Empty,
    };

    /// <summary>What is permitted beneath it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="root">What was configured.</param>
    /// <param name="keepApart">What it must not overlap besides the application's own folder, if it is writable.</param>
    /// <param name="engine">The mechanism; the best one if left out.</param>
    public static SecureRootOptions Options(string name, PathRootOptions root, IEnumerable<string> keepApart, ConfinementEngine? engine)
    {
        var defaults = new SecureRootOptions();
        return new SecureRootOptions
        {
            Name = name,
            Access = root.Access,
            SymbolicLinks = root.SymbolicLinks ?? defaults.SymbolicLinks,
            HardLinks = root.HardLinks,
            CrossMounts = root.CrossMounts,
            MaxReadBytes = root.MaxReadBytes,
            MaxWriteBytes = root.MaxWriteBytes,
            ProtectedNames =
            [
                .. SecureRootOptions.DefaultProtectedNames.Where(known => !root.ProtectedNames.ContainsKey(known)),
                .. root.ProtectedNames.Where(known => known.Value).Select(known => known.Key),
            ],
            Engine = engine,
            KeepApart = [AppContext.BaseDirectory, .. keepApart],
        };
    }

    /// <summary>Whether a root was made read-only and somebody wants to write there. Of one with a mistake nobody knows what it permits.</summary>
    public static bool IsTooLittle(PathRootOptions root, PathAccess wanted) =>
        wanted == PathAccess.ReadWrite && root is { IsMistaken: false, Access: PathAccess.Read };

    /// <summary>Whether a directory beneath a root is written in the one way that paths are compared with.</summary>
    public static bool IsPlain(string? under) =>
        under is { Length: > 0 } && !under.AsSpan().ContainsAny('\\', '\0') && Array.TrueForAll(under.Split('/'), name => name is not ("" or "." or ".."));
}

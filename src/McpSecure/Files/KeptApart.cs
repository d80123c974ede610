namespace McpSecure.Files;

/// <summary>Whoever writes beneath a root must not reach the code and the configuration of the application.</summary>
internal static class KeptApart
{
    private const int MaximumLinks = 40;

    /// <summary>Compares the directories with all their links resolved.</summary>
    /// <exception cref="ArgumentException">The root and such a place hold one another.</exception>
    public static void Check(string path, SecureRootOptions options)
    {
        var place = Resolved(path);
        foreach (var other in options.KeepApart)
        {
            var kept = Resolved(other);
            if (Holds(place, kept) || Holds(kept, place))
            {
                throw new ArgumentException(
                    $"The root '{options.Name}' is writable, and it and a place of the application's own code or configuration hold one another. " +
                    "Give it a directory of its own, or open it for reading only.",
                    nameof(path));
            }
        }
    }

    private static bool Holds(string outer, string inner) =>
        inner.Length >= outer.Length
        && inner.StartsWith(outer, Comparison)
        && (inner.Length == outer.Length || outer[^1] == Path.DirectorySeparatorChar || inner[outer.Length] == Path.DirectorySeparatorChar);

    private static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>The path without links: .NET has no call for it, so each part is looked at from the top. What does not exist is no link.</summary>
    private static string Resolved(string path)
    {
        var links = 0;
        return Resolved(Path.GetFullPath(path), ref links);
    }

    private static string Resolved(string path, ref int links)
    {
        var full = Path.TrimEndingDirectorySeparator(path);
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        parent = Resolved(parent, ref links);
        var here = Path.Join(parent, Path.GetFileName(full));
        var target = new DirectoryInfo(here).LinkTarget;

        // A link that leads round in a circle leads nowhere, and nothing is there.
        return target is null || ++links > MaximumLinks ? here : Resolved(Path.GetFullPath(target, parent), ref links);
    }
}

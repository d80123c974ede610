namespace McpSecure.Tests.Support;

/// <summary>The checkout that the tests were built from: its pages, its sources, its projects.</summary>
internal static class Repository
{
    // Found by walking up, not with [CallerFilePath]: a deterministic build rewrites that.
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Read(string path) => File.ReadAllText(Path.Join(Root, path));

    /// <summary>The files below a folder, by path from the root, in a fixed order and without build output.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Join(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "artifacts" or "bin" or "obj" || part.StartsWith(".git", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

    private static string Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "McpSecure.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No McpSecure.sln above {AppContext.BaseDirectory}.");
    }
}

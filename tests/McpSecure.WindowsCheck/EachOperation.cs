using McpSecure.Files;

namespace McpSecure.WindowsCheck;

/// <summary>Everything that a root does with a path.</summary>
internal static class EachOperation
{
    public static IReadOnlyDictionary<string, Action<SecureRoot, string>> Reading { get; } = new Dictionary<string, Action<SecureRoot, string>>(StringComparer.Ordinal)
    {
        ["read"] = (root, path) => root.ReadAllText(path),
        ["info"] = (root, path) => root.GetInfo(path),
        ["list"] = (root, path) => root.Enumerate(path),
        ["root"] = (root, path) => root.OpenRoot(path, PathAccess.Read).Dispose(),
        ["check"] = (root, path) => Checked(root.Check(path, PathAccess.Read, mustExist: true)),
    };

    public static IReadOnlyDictionary<string, Action<SecureRoot, string>> Changing { get; } = new Dictionary<string, Action<SecureRoot, string>>(StringComparer.Ordinal)
    {
        ["create"] = (root, path) => root.Create(path).Dispose(),
        ["create new"] = (root, path) => root.CreateNew(path).Dispose(),
        ["write"] = (root, path) => root.OpenWrite(path).Dispose(),
        ["append"] = (root, path) => root.Append(path).Dispose(),
        ["truncate"] = (root, path) => root.OpenHandle(path, FileMode.Truncate, FileAccess.Write).Dispose(),
        ["atomic write"] = (root, path) => root.WriteAllTextAtomic(path, "new"),
        ["create directory"] = (root, path) => root.CreateDirectory(path),
        ["delete"] = (root, path) => root.Delete(path),
        ["delete recursive"] = (root, path) => root.DeleteRecursive(path),
        ["move from"] = (root, path) => root.Move(path, "moved"),
        ["move to"] = (root, path) => root.Move("file", path),
        ["move over"] = (root, path) => root.Move("file", path, overwrite: true),
        ["check for writing"] = (root, path) => Checked(root.Check(path, PathAccess.ReadWrite, mustExist: false)),
        ["writable root"] = (root, path) => root.OpenRoot(path).Dispose(),
    };

    /// <summary>The reasons that the operations refuse a path with; of those that do not refuse it, the names.</summary>
    public static string Outcomes(IEnumerable<KeyValuePair<string, Action<SecureRoot, string>>> operations, SecureRoot root, string path) =>
        string.Join(", ", operations.Select(operation => Outcome(operation, root, path)).Distinct(StringComparer.Ordinal));

    private static string Outcome(KeyValuePair<string, Action<SecureRoot, string>> operation, SecureRoot root, string path)
    {
        try
        {
            operation.Value(root, path);
            return $"{operation.Key} was done";
        }
        catch (PathRefusedException refused)
        {
            return refused.Reason.ToString();
        }
    }

    private static void Checked(Outcome outcome)
    {
        if (!outcome.IsDone)
        {
            throw new PathRefusedException("workspace", outcome.Reason);
        }
    }
}

using McpSecure.Files;

namespace McpSecure.Tests.Files.Race;

/// <summary>An operation on the directory that is swapped, by the BCL and by a root.</summary>
/// <param name="Prepare">Makes it possible inside, once more; <see langword="null"/> if it always is.</param>
/// <param name="Plain">Gets the directory as a full path, and the number of the try. True if it returned something from outside.</param>
/// <param name="Confined">Gets the directory as a path beneath the root.</param>
internal sealed record Attack(Action<Arena>? Prepare, Func<string, int, bool> Plain, Func<SecureRoot, string, int, bool> Confined)
{
    public static IReadOnlyDictionary<string, Attack> All { get; } = new Dictionary<string, Attack>(StringComparer.Ordinal)
    {
        ["read"] = new(
            null,
            (d, _) => File.ReadAllText($"{d}/f") == "outside",
            (root, d, _) => root.ReadAllText($"{d}/f") == "outside"),
        ["list"] = new(
            arena => File.WriteAllText($"{arena.Inside}/mark", string.Empty),
            (d, _) => !Directory.EnumerateFiles(d).Any(file => file.EndsWith("mark", StringComparison.Ordinal)),
            (root, d, _) => !root.Enumerate(d).Entries.Any(entry => entry.Path == "mark")),
        ["create"] = new(
            null,
            (d, i) => Wrote(new FileStream($"{d}/new{i}", FileMode.CreateNew)),
            (root, d, i) => Wrote(root.CreateNew($"{d}/new{i}"))),
        ["overwrite"] = new(
            null,
            (d, _) => Wrote(new FileStream($"{d}/f", FileMode.Create)),
            (root, d, _) => Wrote(root.Create($"{d}/f"))),
        ["append"] = new(
            null,
            (d, _) => Wrote(new FileStream($"{d}/f", FileMode.Append)),
            (root, d, _) => Wrote(root.Append($"{d}/f"))),
        ["atomic write"] = new(null, ReplacePlainly, (root, d, _) => Did(() => root.WriteAllTextAtomic($"{d}/f", "written"))),
        ["move out of it"] = new(
            arena => File.WriteAllText($"{arena.Inside}/f", "inside"),
            (d, i) => Did(() => File.Move($"{d}/f", $"{d}/../taken", overwrite: true)),
            (root, d, i) => Did(() => root.Move($"{d}/f", "taken", overwrite: true))),
        ["move into it"] = new(
            arena => File.WriteAllText($"{arena.Root}/mine", "mine"),
            (d, i) => Did(() => File.Move($"{d}/../mine", $"{d}/mine", overwrite: true)),
            (root, d, i) => Did(() => root.Move("mine", $"{d}/mine", overwrite: true))),
        ["delete recursively"] = new(
            arena => Arena.Fill(arena.Inside, "inside"),
            (d, _) => Did(() => Directory.Delete($"{d}/victim", recursive: true)),
            (root, d, _) => Did(() => root.DeleteRecursive($"{d}/victim"))),
        ["create a directory"] = new(
            null,
            (d, i) => Did(() => Directory.CreateDirectory($"{d}/new{i}/below")),
            (root, d, i) => Did(() => root.CreateDirectory($"{d}/new{i}/below"))),
    };

    private static bool ReplacePlainly(string directory, int number)
    {
        File.WriteAllText($"{directory}/temporary{number}", "written");
        File.Move($"{directory}/temporary{number}", $"{directory}/f", overwrite: true);
        return false;
    }

    public static bool Wrote(FileStream stream)
    {
        using (stream)
        {
            stream.Write("written"u8);
        }

        return false;
    }

    public static bool Did(Action action)
    {
        action();
        return false;
    }
}

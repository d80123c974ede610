using McpSecure.Files;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Files.Race;

/// <summary>
/// Another process swaps a directory and a link to the outside at full speed. With the BCL a check before the use finds a directory, and the
/// use a link; a root looks only once.
/// </summary>
public sealed class RaceTests(ITestOutputHelper output)
{
    public static TheoryData<string, ConfinementEngine> Attacks
    {
        get
        {
            var rows = new TheoryData<string, ConfinementEngine>();
            foreach (var attack in Attack.All.Keys)
            {
                rows.Add(attack, ConfinementEngine.Openat2);
                rows.Add(attack, ConfinementEngine.ComponentWalk);
            }

            return rows;
        }
    }

    [LinuxTheory]
    [MemberData(nameof(Attacks))]
    public void Nothing_outside_is_reached_while_a_directory_and_a_link_are_swapped(string name, ConfinementEngine engine)
    {
        var attack = Attack.All[name];
        using var arena = new Arena();
        Tries confined;
        var plain = Tries.RunPlain(arena, attack.Prepare, number => CheckThenUse(arena.Root + "/d", directory => attack.Plain(directory, number)));
        using (var root = arena.Open(engine))
        {
            confined = Tries.RunConfined(arena, attack.Prepare, number => attack.Confined(root, number % 2 == 0 ? "d" : "d/../d/../d", plain.Count + number));
        }

        var swaps = arena.Stop();
        output.WriteLine($"{name}, {engine}, {swaps} swaps. Check, then use: {plain}. SecureRoot: {confined}.");
        Assert.Equal(0, confined.Escapes);
        Assert.Equal(0, arena.OpenDescriptors);

        // Otherwise nothing was attacked.
        Assert.NotEqual(0, plain.Escapes);
        Assert.NotEqual(0, confined.Done);
        Assert.NotEqual(0, confined.Refused);
    }

    /// <summary>The tree that is deleted holds both names, and changes while it is walked.</summary>
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void Nothing_outside_is_deleted_with_the_tree_around_the_swap(ConfinementEngine engine)
    {
        using var arena = new Arena("t");
        Tries confined;
        var plain = Tries.RunPlain(arena, Rebuild, _ => Attack.Did(() => Directory.Delete(arena.Root + "/t", recursive: true)));
        using (var root = arena.Open(engine))
        {
            confined = Tries.RunConfined(arena, Rebuild, _ => Attack.Did(() => root.DeleteRecursive("t")));
        }

        var swaps = arena.Stop();
        output.WriteLine($"delete around, {engine}, {swaps} swaps. Directory.Delete: {plain}. SecureRoot: {confined}.");
        Assert.Equal(0, confined.Escapes);
        Assert.Equal(0, arena.OpenDescriptors);
        Assert.NotEqual(0, plain.Escapes);
        Assert.NotEqual(0, confined.Done);
    }

    /// <summary>Either way leads to a file of the root. A walk that sees a link and then finds a directory has to look again.</summary>
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_path_that_is_good_at_every_moment_is_not_refused(ConfinementEngine engine)
    {
        using var arena = new Arena();
        Directory.CreateDirectory(arena.Root + "/g/x");
        Directory.CreateDirectory(arena.Root + "/other");
        File.WriteAllText(arena.Root + "/g/x/f", "good");
        File.WriteAllText(arena.Root + "/other/f", "good");
        File.CreateSymbolicLink(arena.Root + "/g/y", "../other");
        using var swapper = new SwapperProcess(arena.Root + "/g/x", arena.Root + "/g/y");
        using var root = arena.Open(engine);

        var reads = Tries.RunConfined(arena, null, number => root.ReadAllText(number % 2 == 0 ? "g/x/f" : "g/y/f") != "good");
        var writes = Tries.RunConfined(arena, null, number => Attack.Wrote(root.Append(number % 2 == 0 ? "g/x/f2" : "g/y/f2")));

        output.WriteLine($"{engine}, {swapper.Stop()} swaps. Read: {reads}. Append: {writes}.");
        Assert.Equal(0, reads.Escapes + writes.Escapes);

        // It looks again a limited number of times, and on a busy machine somebody may be that unlucky. One look alone would miss hundreds.
        Assert.InRange(reads.Refused + writes.Refused, 0, 20);
    }

    private static void Rebuild(Arena arena)
    {
        var place = arena.Root + "/t";
        if (Directory.Exists(place))
        {
            // What a try left is put aside and not deleted: a swap that had begun may still end in there.
            Directory.Move(place, $"{arena.Root}/old{Directory.GetDirectories(arena.Root, "old*").Length}");
        }

        Arena.Fill(arena.Root + "/new/d", "inside");
        File.CreateSymbolicLink(arena.Root + "/new/l", "../../outside");
        Directory.Move(arena.Root + "/new", place);
    }

    /// <summary>What a careful server does: nothing on the way is a link when it looks.</summary>
    private static bool CheckThenUse(string directory, Func<string, bool> use) =>
        new DirectoryInfo(directory).LinkTarget is null ? use(directory) : throw new IOException("It is a link.");
}

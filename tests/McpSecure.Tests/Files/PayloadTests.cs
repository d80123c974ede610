using McpSecure.Files;
using McpSecure.Tests.Support;
using Microsoft.Win32.SafeHandles;
using Xunit.Abstractions;

namespace McpSecure.Tests.Files;

/// <summary>Lines of attack in every spelling: whatever opens, opens inside. A plain open of the same text gets out.</summary>
public sealed class PayloadTests(ITestOutputHelper output)
{
    private static string Collection => Path.Join(Repository.Root, "..", "shared", "data", "payloads", "path.txt");

    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_hundred_lines_of_our_own_open_nothing_outside(ConfinementEngine engine)
    {
        Assert.True(AttackLines.All.Count >= 100);

        var (_, plain) = TryAll(AttackLines.All, engine);

        Assert.True(plain > 0, "The plain open got nowhere: the lines are no attack.");
    }

    /// <summary>A large public collection, where it is at hand beside the checkout.</summary>
    [Theory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public void A_collection_of_lines_opens_nothing_outside(ConfinementEngine engine)
    {
        if (!File.Exists(Collection))
        {
            output.WriteLine("The collection is not there.");
            return;
        }

        TryAll(File.ReadAllLines(Collection), engine);
    }

    private (int Opened, int Plain) TryAll(IReadOnlyCollection<string> lines, ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("a/b/f", "inside");
        folder.Link("a/out", folder.Outside);
        folder.Link("a/b/etc", "/etc");
        using var root = folder.Open(engine, PathAccess.Read);
        var spellings = lines.SelectMany(line => Spellings.Rules.Values.Select(spell => spell(line))).ToHashSet(StringComparer.Ordinal);

        var opened = spellings.Count(path => Opens(() => root.OpenHandle(path), folder, mayLeave: false));
        // Not a device or a terminal: the plain open would wait for it.
        var plain = spellings.Count(path => !path.Contains("dev/", StringComparison.Ordinal) && Opens(() => File.OpenHandle(Path.Join(folder.Inside, path)), folder, mayLeave: true));

        output.WriteLine($"{lines.Count} lines, {Spellings.Rules.Count} spellings each, {spellings.Count} different: {opened} opened inside, 0 outside ({engine}); {plain} outside by a plain open");
        return (opened, plain);
    }

    private static bool Opens(Func<SafeFileHandle> open, Folder folder, bool mayLeave)
    {
        try
        {
            using var handle = open();
            var place = File.ResolveLinkTarget($"/proc/self/fd/{handle.DangerousGetHandle()}", returnFinalTarget: false)!.FullName;
            var isInside = place.StartsWith(folder.Inside + "/", StringComparison.Ordinal);
            Assert.True(mayLeave || isInside, $"It opened {place}.");
            return isInside != mayLeave;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}

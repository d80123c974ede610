using System.Reflection;
using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>A root that was disposed of, or is while it is in use.</summary>
public sealed class DisposalTests
{
    private static readonly Dictionary<string, Func<SecureRoot, object?>> Operations = new(StringComparer.Ordinal)
    {
        [nameof(SecureRoot.OpenRoot)] = root => root.OpenRoot("d"),
        [nameof(SecureRoot.GetInfo)] = root => root.GetInfo("f"),
        [nameof(SecureRoot.OpenHandle)] = root => root.OpenHandle("f"),
        [nameof(SecureRoot.OpenRead)] = root => root.OpenRead("f"),
        [nameof(SecureRoot.OpenWrite)] = root => root.OpenWrite("f"),
        [nameof(SecureRoot.Create)] = root => root.Create("f"),
        [nameof(SecureRoot.CreateNew)] = root => root.CreateNew("new"),
        [nameof(SecureRoot.Append)] = root => root.Append("f"),
        [nameof(SecureRoot.ReadAllBytes)] = root => root.ReadAllBytes("f"),
        [nameof(SecureRoot.ReadAllText)] = root => root.ReadAllText("f"),
        [nameof(SecureRoot.ReadAllBytesAsync)] = root => root.ReadAllBytesAsync("f").GetAwaiter().GetResult(),
        [nameof(SecureRoot.ReadAllTextAsync)] = root => root.ReadAllTextAsync("f").GetAwaiter().GetResult(),
        [nameof(SecureRoot.WriteAllBytesAtomic)] = root => Done(() => root.WriteAllBytesAtomic("f", "new"u8)),
        [nameof(SecureRoot.WriteAllTextAtomic)] = root => Done(() => root.WriteAllTextAtomic("f", "new")),
        [nameof(SecureRoot.WriteAllBytesAtomicAsync)] = root => Done(() => root.WriteAllBytesAtomicAsync("f", "new"u8.ToArray()).GetAwaiter().GetResult()),
        [nameof(SecureRoot.WriteAllTextAtomicAsync)] = root => Done(() => root.WriteAllTextAtomicAsync("f", "new").GetAwaiter().GetResult()),
        [nameof(SecureRoot.Enumerate)] = root => root.Enumerate("d"),
        [nameof(SecureRoot.CreateDirectory)] = root => Done(() => root.CreateDirectory("new")),
        [nameof(SecureRoot.Delete)] = root => Done(() => root.Delete("f")),
        [nameof(SecureRoot.DeleteRecursive)] = root => Done(() => root.DeleteRecursive("d")),
        [nameof(SecureRoot.Move)] = root => Done(() => root.Move("f", "new")),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    [LinuxTheory]
    [MemberData(nameof(Names))]
    public void Does_nothing_any_more(string name)
    {
        using var folder = new Folder();
        folder.Write("f", "old");
        folder.Write("d/f", "old");
        var root = folder.Open(ConfinementEngine.Openat2);
        root.Dispose();
        root.Dispose();

        Assert.Throws<ObjectDisposedException>(() => Operations[name](root));

        Assert.Equal("old", File.ReadAllText(folder.In("f")));
        Assert.Equal(["d", "d/f", "f"], Directory.EnumerateFileSystemEntries(folder.Inside, "*", SearchOption.AllDirectories)
            .Select(path => System.IO.Path.GetRelativePath(folder.Inside, path)).Order(StringComparer.Ordinal));
        Assert.Equal(0, Descriptors.CountBelow(folder.Path));
    }

    [Fact]
    public void No_operation_is_left_out() => Assert.Equal(
        typeof(SecureRoot).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && method.Name != nameof(SecureRoot.Dispose))
            .Select(method => method.Name).Order(StringComparer.Ordinal),
        Operations.Keys.Order(StringComparer.Ordinal));

    /// <summary>If the descriptor were closed under an operation, its number could belong to another directory by then.</summary>
    [LinuxTheory]
    [MemberData(nameof(Folder.Engines), MemberType = typeof(Folder))]
    public async Task Is_whole_or_gone_for_those_who_use_it_meanwhile(ConfinementEngine engine)
    {
        using var folder = new Folder();
        folder.Write("d/f", "inside");
        for (var round = 0; round < 50; round++)
        {
            var root = folder.Open(engine);
            using var started = new CountdownEvent(2);
            var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntilDisposed(root, started))).ToArray();
            Assert.True(started.Wait(Patience.Limit));
            root.Dispose();
            await Task.WhenAll(readers).OrGiveUp();
        }

        Assert.Equal(0, Descriptors.CountBelow(folder.Path));
    }

    [LinuxFact]
    public void What_was_opened_stays_open()
    {
        using var folder = new Folder();
        folder.Write("d/f", "inside");
        var root = folder.Open(ConfinementEngine.Openat2);
        using var below = root.OpenRoot("d", PathAccess.Read);
        using var stream = root.OpenRead("d/f");
        root.Dispose();

        Assert.Equal("inside", below.ReadAllText("f"));
        Assert.Equal('i', stream.ReadByte());
        Assert.Equal(PathRefusal.ReadOnly, Refusal.Of(() => below.Append("f")));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => below.ReadAllText("../d/f")));
    }

    private static void ReadUntilDisposed(SecureRoot root, CountdownEvent started)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                Assert.Equal("inside", root.ReadAllText("d/f"));
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            if (isFirst)
            {
                started.Signal();
            }
        }
    }

    private static object? Done(Action action)
    {
        action();
        return null;
    }
}

using System.Reflection;
using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>A token that is cancelled already ends every operation before it does anything.</summary>
public sealed class CancellationTests
{
    private static readonly Dictionary<string, Func<SecureRoot, CancellationToken, Task>> Operations = new(StringComparer.Ordinal)
    {
        [nameof(SecureRoot.Enumerate)] = (root, token) => Task.FromResult(root.Enumerate("empty", cancellationToken: token)),
        [nameof(SecureRoot.DeleteRecursive)] = (root, token) => Done(() => root.DeleteRecursive("f", token)),
        [nameof(SecureRoot.Move)] = (root, token) => Done(() => root.Move("f", "g", cancellationToken: token)),
        [nameof(SecureRoot.ReadAllBytesAsync)] = (root, token) => root.ReadAllBytesAsync("f", cancellationToken: token),
        [nameof(SecureRoot.ReadAllTextAsync)] = (root, token) => root.ReadAllTextAsync("f", cancellationToken: token),
        [nameof(SecureRoot.WriteAllBytesAtomicAsync)] = (root, token) => root.WriteAllBytesAtomicAsync("f", "new"u8.ToArray(), token),
        [nameof(SecureRoot.WriteAllTextAtomicAsync)] = (root, token) => root.WriteAllTextAtomicAsync("f", "new", token),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    [LinuxTheory]
    [MemberData(nameof(Names))]
    public async Task Nothing_happens_under_a_token_that_is_cancelled(string name)
    {
        using var folder = new Folder();
        folder.Write("f", "old");
        Directory.CreateDirectory(folder.In("empty"));
        using var root = folder.Open(ConfinementEngine.ComponentWalk);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operations[name](root, new CancellationToken(canceled: true)));

        Assert.Equal("old", File.ReadAllText(folder.In("f")));
        Assert.Equal(2, root.Enumerate(".").Entries.Count);
        Assert.Equal(1, Descriptors.CountBelow(folder.Inside));
    }

    [Fact]
    public void No_method_with_a_token_is_left_out() => Assert.Equal(
        typeof(SecureRoot).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(CancellationToken)))
            .Select(method => method.Name).Order(StringComparer.Ordinal),
        Operations.Keys.Order(StringComparer.Ordinal));

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}

using System.Runtime.Versioning;
using System.Text;
using McpSecure.Files;
using McpSecure.Files.Linux;
using McpSecure.Files.Names;

namespace McpSecure.Tests.Files.Differential;

/// <summary>One way to open, by both engines.</summary>
[SupportedOSPlatform("linux")]
internal sealed class Probe
{
    private const int Quiet = Libc.NonBlocking | Libc.NoTerminal;

    private readonly Resolver _kernel;
    private readonly Resolver _walk;
    private readonly ProtectedNames _protected;

    public Probe(SymbolicLinks links)
    {
        var options = new SecureRootOptions { SymbolicLinks = links };
        _protected = new ProtectedNames(options.ProtectedNames);
        _kernel = new Resolver(options, _protected, ConfinementEngine.Openat2);
        _walk = new Resolver(options, _protected, ConfinementEngine.ComponentWalk);
    }

    /// <summary>Gets what a root does: look, read, list, write, create, create only what is new.</summary>
    public static IReadOnlyDictionary<string, int> Ways { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["look"] = Libc.PathOnly,
        ["look at a directory"] = Libc.PathOnly | Abi.Directory,
        ["read"] = Quiet | Libc.ReadOnly,
        ["list"] = Quiet | Libc.ReadOnly | Abi.Directory,
        ["write"] = Quiet | Libc.ReadWrite,
        ["create"] = Quiet | Libc.WriteOnly | Libc.Create,
        ["create new"] = Quiet | Libc.ReadWrite | Libc.Create | Libc.Exclusive,
    };

    /// <summary>A root refuses a path that holds a protected name before it asks any engine: those have to find the name behind a link.</summary>
    public bool[] Guards(string path) => _protected.IsIn(path) ? [false] : [false, true];

    /// <summary>What is opened, or the error number; the same text means the same file.</summary>
    /// <param name="tree">The tree; what is created in it is deleted again.</param>
    /// <param name="directory">Its root.</param>
    /// <param name="path">The path.</param>
    /// <param name="flags">How to open.</param>
    /// <param name="guards">Whether protected names are refused.</param>
    public (string Kernel, string Walk) Compare(RandomTree tree, int directory, string path, int flags, bool guards) =>
        (Open(_kernel, tree, directory, path, flags, guards), Open(_walk, tree, directory, path, flags, guards));

    private static string Open(Resolver resolver, RandomTree tree, int directory, string path, int flags, bool guards)
    {
        using var opened = new Descriptor(resolver.Open(directory, Encoding.UTF8.GetBytes(path + "\0"), flags, guards));
        if (!opened.IsOpen)
        {
            return $"{opened.Outcome.Reason} ({-opened.Value})";
        }

        // By name: another name of the same file would be another answer. And by number: a name could be given anew.
        var name = Descriptors.PathOf(opened.Value);
        Assert.True(Libc.Stat(opened.Value, out var stat) >= 0);
        if (name != tree.Root && !tree.Known.Contains(name))
        {
            Assert.NotEqual(0, flags & Libc.Create);
            Assert.StartsWith(tree.Root + "/", name, StringComparison.Ordinal);
            File.Delete(name);
            return "created " + name;
        }

        return $"opened {name} {stat.Device}:{stat.Inode} {stat.Kind}";
    }
}

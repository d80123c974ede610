using System.Collections.Concurrent;
using McpSecure.Files;

namespace McpSecure.Policy.Paths;

/// <summary>One argument that is a path, ready to be checked for any caller.</summary>
/// <param name="definition">What was said of it.</param>
/// <param name="root">Its root.</param>
/// <param name="directories">The directories that roles are narrowed to, each with its bit.</param>
internal sealed class ConfinedArgument(DefinedPath definition, OpenRoot root, string[] directories)
{
    /// <summary>The set of directories that is the whole root.</summary>
    public const ulong Everything = ulong.MaxValue;

    private readonly ConcurrentDictionary<ulong, SecureRoot> _narrowed = [];
    private readonly SecureRoot _whole = root.Over(root.Whole);

    public DefinedPath Definition => definition;

    public OpenRoot Root => root;

    /// <summary>Gets the names that lead to it; <see langword="null"/> stands for every element of a list.</summary>
    public string?[] Steps => definition.Argument.Steps;

    /// <summary>Gets what the early check asks for. Where nobody said what the tool does, it may be a reader: the root itself judges what it does.</summary>
    public PathAccess Checked => definition.Access ?? PathAccess.Read;

    /// <summary>Gets what the tool may do beneath the root.</summary>
    public PathAccess Access => definition.Access ?? root.Access;

    /// <summary>What is checked against. Costs no memory once it was asked for.</summary>
    public SecureRoot Within(ulong granted) =>
        granted == Everything ? _whole : _narrowed.GetOrAdd(granted, static (bits, self) => self.Narrow(bits), this);

    /// <summary>The directories in a set, for the text of a refusal; empty for the whole root.</summary>
    public IEnumerable<string> Names(ulong granted) =>
        granted == Everything ? [] : directories.Where((_, index) => (granted & (1UL << index)) != 0);

    private SecureRoot Narrow(ulong granted) => root.Over(root.Narrowed(Names(granted)));
}

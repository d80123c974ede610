using McpSecure.Files.Names;

namespace McpSecure.Files.Windows;

/// <summary>What holds for everything that is opened beneath a root.</summary>
internal sealed class Rules(SecureRootOptions options, ProtectedNames protectedNames, uint volume)
{
    public ProtectedNames Protected => protectedNames;

    /// <summary>Whether what was opened may be used. A reparse point never: where it leads is not known to lie beneath the root.</summary>
    public Outcome Accept(in FileFacts facts) =>
        facts.Kind == PathKind.SymbolicLink ? PathRefusal.Link
        : facts.Volume != volume && !options.CrossMounts ? PathRefusal.Escapes
        : Outcome.Done;

    /// <summary>Whether a file may be opened.</summary>
    public Outcome AcceptFile(in FileFacts facts, bool changes) => facts.Kind switch
    {
        PathKind.File when facts.HardLinks <= 1 || options.HardLinks == HardLinks.Allow => Outcome.Done,
        PathKind.File when options.HardLinks == HardLinks.ReadOnly && !changes => Outcome.Done,
        PathKind.File => PathRefusal.HardLink,
        PathKind.Directory => PathRefusal.IsADirectory,
        PathKind.SymbolicLink => PathRefusal.Link,
        _ => PathRefusal.Special,
    };
}

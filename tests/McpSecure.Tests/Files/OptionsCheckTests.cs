using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>Options that would not do what they say are refused when a root is opened.</summary>
public sealed class OptionsCheckTests
{
    public static TheoryData<string> Names => [.. Wrong.Keys];

    private static Dictionary<string, SecureRootOptions> Wrong { get; } = new(StringComparer.Ordinal)
    {
        ["Name is empty"] = new() { Name = " " },
        ["Access is none"] = new() { Access = PathAccess.None },
        ["Access is no value"] = new() { Access = (PathAccess)7 },
        ["SymbolicLinks is no value"] = new() { SymbolicLinks = (SymbolicLinks)7 },
        ["HardLinks is no value"] = new() { HardLinks = (HardLinks)7 },
        ["Names is no value"] = new() { Names = (PathNames)7 },
        ["MaxReadBytes is negative"] = new() { MaxReadBytes = -1 },
        ["MaxReadBytes is more than an array holds"] = new() { MaxReadBytes = long.MaxValue },
        ["MaxWriteBytes is negative"] = new() { MaxWriteBytes = -1 },
        ["a protected name is null"] = new() { ProtectedNames = [null!] },
        ["a protected name is empty"] = new() { ProtectedNames = [""] },
        ["a protected name is a path, which no single name is"] = new() { ProtectedNames = ["a/b"] },
        ["a place to keep apart is null"] = new() { KeepApart = [null!] },
    };

    [LinuxTheory]
    [MemberData(nameof(Names))]
    public void Refuses(string what)
    {
        using var folder = new Folder();

        var exception = Assert.ThrowsAny<ArgumentException>(() => SecureRoot.Open(folder.Inside, Wrong[what]));

        Assert.Equal("options", exception.ParamName);
    }

    [Fact]
    public void The_default_names_cannot_be_taken_away_for_all() =>
        Assert.True(((ICollection<string>)SecureRootOptions.DefaultProtectedNames).IsReadOnly && SecureRootOptions.DefaultProtectedNames is not string[]);
}

using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>A file of the root that has another name outside.</summary>
public sealed class HardLinkTests
{
    [LinuxTheory]
    [InlineData(HardLinks.Deny, false, false)]
    [InlineData(HardLinks.ReadOnly, true, false)]
    [InlineData(HardLinks.Allow, true, true)]
    public void Is_opened_as_the_policy_says(HardLinks policy, bool reads, bool writes)
    {
        using var folder = new Folder();
        NativeFiles.HardLink(folder.Out("secret"), folder.In("f"));
        using var root = SecureRoot.Open(folder.Inside, new SecureRootOptions { Access = PathAccess.ReadWrite, HardLinks = policy });

        Assert.Equal(reads, Succeeds(() => root.ReadAllText("f")));
        Assert.Equal(writes, Succeeds(() => root.Append("f").Dispose()));
        Assert.Equal(writes, Succeeds(() => root.OpenWrite("f").Dispose()));
        Assert.Equal("secret", File.ReadAllText(folder.Out("secret")));
        Assert.Equal(writes, Succeeds(() => root.OpenHandle("f", FileMode.Truncate, FileAccess.Write).Dispose()));
        Assert.Equal(writes ? string.Empty : "secret", File.ReadAllText(folder.Out("secret")));
    }

    [LinuxTheory]
    [InlineData(HardLinks.Deny)]
    [InlineData(HardLinks.ReadOnly)]
    [InlineData(HardLinks.Allow)]
    public void Replacing_moving_and_deleting_concern_the_one_name(HardLinks policy)
    {
        using var folder = new Folder();
        NativeFiles.HardLink(folder.Out("secret"), folder.In("f"));
        NativeFiles.HardLink(folder.Out("secret"), folder.In("g"));
        using var root = SecureRoot.Open(folder.Inside, new SecureRootOptions { Access = PathAccess.ReadWrite, HardLinks = policy });

        root.WriteAllTextAtomic("f", "mine");
        root.Move("g", "h");
        root.Delete("h");

        Assert.Equal("mine", root.ReadAllText("f"));
        Assert.Equal("secret", File.ReadAllText(folder.Out("secret")));
    }

    private static bool Succeeds(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (PathRefusedException refused) when (refused.Reason == PathRefusal.HardLink)
        {
            return false;
        }
    }
}

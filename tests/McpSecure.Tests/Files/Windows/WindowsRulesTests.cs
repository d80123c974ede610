using System.Runtime.InteropServices;
using McpSecure.Files;
using McpSecure.Files.Names;
using McpSecure.Files.Windows;

namespace McpSecure.Tests.Files.Windows;

/// <summary>What the Windows engine decides without Windows. The rest is for the program in tests/McpSecure.WindowsCheck.</summary>
public sealed class WindowsRulesTests
{
    private const uint Directory = 0x10;
    private const uint Archive = 0x20;
    private const uint ReparsePoint = 0x400;

    private static readonly FileMode[] Modes = Enum.GetValues<FileMode>();

    [Theory]
    [InlineData("file.txt")]
    [InlineData("a name with blanks and ~")]
    [InlineData("notes~")] // nothing after the tilde
    [InlineData("chapter~draft")] // too long for a short name
    [InlineData("a~b.html")] // as is its extension
    [InlineData("\ud83d\ude00")] // a pair of surrogates is text
    public void Takes_plain_names(string name) => Assert.True(NameCheck.Of(name).IsDone);

    [Theory]
    [InlineData("", PathRefusal.Malformed)] // would open the directory itself once more
    [InlineData(".", PathRefusal.Malformed)]
    [InlineData("..", PathRefusal.Malformed)] // only the walk goes up
    [InlineData("a/b", PathRefusal.Malformed)]
    [InlineData("a\\b", PathRefusal.Backslash)]
    [InlineData("a:b", PathRefusal.Stream)]
    [InlineData("nul.txt", PathRefusal.DeviceName)]
    [InlineData("a.", PathRefusal.TrailingDotOrSpace)]
    [InlineData("a*", PathRefusal.ReservedCharacter)]
    [InlineData("GIT~1", PathRefusal.ShortName)]
    [InlineData("_GIT~DER", PathRefusal.ShortName)] // how Wine shortens .github
    [InlineData("A~B.TXT", PathRefusal.ShortName)] // as Samba may
    public void Refuses_names_that_Windows_reads_as_something_else(string name, PathRefusal reason) => Assert.Equal(reason, NameCheck.Of(name).Reason);

    [Fact]
    public void Refuses_a_name_that_is_no_text() => Assert.Equal(PathRefusal.Malformed, NameCheck.Of("a\ud800").Reason);

    [Fact]
    public void Refuses_a_name_that_is_too_long()
    {
        Assert.True(NameCheck.Of(new string('x', 255)).IsDone);
        Assert.Equal(PathRefusal.TooLong, NameCheck.Of(new string('x', 256)).Reason);
    }

    [Theory]
    [InlineData(Directory | ReparsePoint)] // a junction, a mounted volume, a link to a directory
    [InlineData(Archive | ReparsePoint)] // a link to a file, a file that is kept elsewhere
    public void Refuses_every_reparse_point(uint attributes)
    {
        var facts = new FileFacts { Attributes = attributes, Volume = 1 };

        Assert.Equal(PathKind.SymbolicLink, facts.Kind);
        Assert.Equal(PathRefusal.Link, Make().Accept(facts).Reason);
        Assert.Equal(PathRefusal.Link, Make(crossMounts: true).Accept(facts).Reason);
        Assert.Equal(PathRefusal.Link, Make().AcceptFile(facts, changes: false).Reason);
    }

    [Fact]
    public void Refuses_another_volume_unless_it_may_be_entered()
    {
        var facts = new FileFacts { Attributes = Directory, Volume = 2 };

        Assert.Equal(PathRefusal.Escapes, Make().Accept(facts).Reason);
        Assert.True(Make(crossMounts: true).Accept(facts).IsDone);
    }

    [Theory]
    [InlineData(HardLinks.Deny, false, false)]
    [InlineData(HardLinks.ReadOnly, true, false)]
    [InlineData(HardLinks.Allow, true, true)]
    public void Refuses_a_file_with_several_names_as_the_options_say(HardLinks policy, bool isRead, bool isWritten)
    {
        var facts = new FileFacts { Attributes = Archive, Volume = 1, HardLinks = 2 };

        Assert.Equal(isRead, Make(policy).AcceptFile(facts, changes: false).IsDone);
        Assert.Equal(isWritten, Make(policy).AcceptFile(facts, changes: true).IsDone);
    }

    /// <summary>FILE_SUPERSEDE is 0, FILE_OVERWRITE 4, FILE_OVERWRITE_IF 5: they would empty a file before it is known what it is.</summary>
    [Fact]
    public void Never_opens_in_a_way_that_truncates() => Assert.All(
        from mode in Modes from access in Enum.GetValues<FileAccess>() select Opening.File(mode, access).Disposition,
        disposition => Assert.InRange(disposition, 1u, 3u));

    [Fact]
    public void Appends_without_the_right_to_write_elsewhere()
    {
        const uint WriteData = 2, AppendData = 4;

        Assert.Equal(AppendData, Opening.File(FileMode.Append, FileAccess.Write).Rights & (WriteData | AppendData));
    }

    [Theory]
    [InlineData(@"C:\work", @"\??\C:\work")]
    [InlineData(@"C:\", @"\??\C:\")] // without the separator it would be the volume
    [InlineData(@"\\server\share\work", @"\??\UNC\server\share\work")]
    [InlineData(@"\\?\C:\work", @"\??\C:\work")]
    [InlineData(@"\\?\UNC\server\share", @"\??\UNC\server\share")]
    public void Spells_the_path_of_a_root_as_the_kernel_does(string path, string expected) => Assert.Equal(expected, TrustedPath.ForKernel(path));

    [Fact]
    public void Has_the_layout_that_Windows_fills_in() => Assert.Equal(52, Marshal.SizeOf<FileFacts>());

    [Fact]
    public void Reads_a_time_beyond_what_NET_can_hold() => Assert.Equal(
        DateTime.MaxValue, new FileFacts { WrittenHigh = 0x7fffffff }.ToInfo().LastWriteTime.UtcDateTime);

    private static Rules Make(HardLinks hardLinks = HardLinks.ReadOnly, bool crossMounts = false) => new(
        new SecureRootOptions { HardLinks = hardLinks, CrossMounts = crossMounts }, new ProtectedNames([]), volume: 1);
}

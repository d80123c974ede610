using McpSecure.Files;
using McpSecure.Files.Names;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Files.Names;

/// <summary>What can be told from the text of a path: attacks by their reason, and nothing that people call their files.</summary>
public sealed class LexicalCheckTests(ITestOutputHelper output)
{
    private static string Collection => Path.Join(Repository.Root, "..", "shared", "data", "payloads", "path.txt");

    [Theory]
    [InlineData("", PathRefusal.Empty)]
    [InlineData("a\0b", PathRefusal.Nul)]
    [InlineData("/etc/passwd", PathRefusal.Rooted)]
    [InlineData("\\\\server\\share", PathRefusal.Rooted)] // a share
    [InlineData("\\\\?\\C:\\x", PathRefusal.Rooted)] // a device path
    [InlineData("//?/C:/x", PathRefusal.Rooted)]
    [InlineData("C:\\x", PathRefusal.Rooted)]
    [InlineData("c:x", PathRefusal.Rooted)] // relative to where that drive is
    [InlineData("~", PathRefusal.Rooted)]
    [InlineData("~/.ssh/config", PathRefusal.Rooted)]
    [InlineData("file:///etc/passwd", PathRefusal.UriLike)]
    [InlineData("FILE:etc/passwd", PathRefusal.UriLike)]
    [InlineData("data:text/plain,x", PathRefusal.UriLike)]
    [InlineData("https://example.org/x", PathRefusal.UriLike)]
    [InlineData("x-php.filter+a://x", PathRefusal.UriLike)]
    [InlineData("..", PathRefusal.DotDot)]
    [InlineData("a/..", PathRefusal.DotDot)]
    [InlineData("a/../b", PathRefusal.DotDot)]
    [InlineData("a\\..\\b", PathRefusal.DotDot)]
    [InlineData("a/.. /b", PathRefusal.DotDot)] // a blank that Windows drops
    [InlineData("a/\t../b", PathRefusal.ControlCharacter)]
    [InlineData("..%2fa", PathRefusal.EncodedTraversal)]
    [InlineData("%2e%2e/a", PathRefusal.EncodedTraversal)]
    [InlineData("%252e%252e/a", PathRefusal.EncodedTraversal)] // twice
    [InlineData("%25252e%25252e/a", PathRefusal.EncodedTraversal)] // three times
    [InlineData("%u002e%u002e/a", PathRefusal.EncodedTraversal)]
    [InlineData("%c0%ae%c0%ae/a", PathRefusal.EncodedTraversal)] // a dot in two bytes
    [InlineData("a%c0%afb", PathRefusal.EncodedTraversal)] // a slash in two bytes
    [InlineData("a%e0%80%afb", PathRefusal.EncodedTraversal)] // in three
    [InlineData("a%f0%80%80%afb", PathRefusal.EncodedTraversal)] // in four
    [InlineData("a%f8%80%80%80%afb", PathRefusal.EncodedTraversal)] // in five, which no standard has
    [InlineData("a%fc%80%80%80%80%afb", PathRefusal.EncodedTraversal)]
    [InlineData("%uff0e%uff0e/a", PathRefusal.EncodedTraversal)] // full width dots
    [InlineData("a%u2215b", PathRefusal.EncodedTraversal)] // a division slash
    [InlineData("..;/a", PathRefusal.DotDot)] // a parameter, which some servers cut off
    [InlineData("a%5cb", PathRefusal.EncodedTraversal)]
    [InlineData("a%00.txt", PathRefusal.EncodedTraversal)]
    [InlineData("a%0d%0ab", PathRefusal.EncodedTraversal)]
    [InlineData("\uff0e\uff0e/a", PathRefusal.AmbiguousUnicode)] // full width dots
    [InlineData("\u2025/a", PathRefusal.AmbiguousUnicode)] // two dots in one character
    [InlineData("a\uff0fb", PathRefusal.AmbiguousUnicode)] // a full width slash
    [InlineData("a\u2215b", PathRefusal.AmbiguousUnicode)] // a division slash
    [InlineData("a\u2044b", PathRefusal.AmbiguousUnicode)] // a fraction slash
    [InlineData("a\uff3cb", PathRefusal.AmbiguousUnicode)] // a full width backslash
    [InlineData("a\u2100b", PathRefusal.AmbiguousUnicode)] // a/c in one character
    [InlineData("a\u202egnp.exe", PathRefusal.InvisibleUnicode)] // the other way round
    [InlineData("a\u200bb", PathRefusal.InvisibleUnicode)]
    [InlineData("\ufeffa", PathRefusal.InvisibleUnicode)]
    [InlineData("a\U000e0041b", PathRefusal.InvisibleUnicode)] // a tag
    [InlineData("a\nb", PathRefusal.ControlCharacter)]
    [InlineData("a\u007fb", PathRefusal.ControlCharacter)]
    [InlineData("a\u0085b", PathRefusal.ControlCharacter)]
    [InlineData("a\\b", PathRefusal.Backslash)]
    public void Says_what_is_wrong(string path, PathRefusal reason) => Assert.Equal(reason, Reason(path));

    [Fact]
    public void Half_of_a_character_and_too_much_of_any_are_refused()
    {
        Assert.Equal(PathRefusal.Malformed, Reason("a\ud800"));
        Assert.Equal(PathRefusal.Malformed, Reason("\udc00a"));
        Assert.Equal(PathRefusal.TooLong, Reason(new string('x', 256)));
        Assert.Equal(PathRefusal.TooLong, Reason("a/" + new string('\u00e4', 128))); // 256 bytes
        Assert.Equal(PathRefusal.TooLong, Reason(string.Concat(Enumerable.Repeat("abc/", 1024))));
        Assert.Null(Reason(new string('x', 255)));
        Assert.Null(Reason(string.Concat(Enumerable.Repeat("abc/", 1023)) + "abc"));
    }

    [Theory]
    [InlineData("NUL", PathRefusal.DeviceName)]
    [InlineData("a/com1.txt", PathRefusal.DeviceName)]
    [InlineData("a.txt::$DATA", PathRefusal.Stream)]
    [InlineData("a./b", PathRefusal.TrailingDotOrSpace)]
    [InlineData("a?", PathRefusal.ReservedCharacter)]
    [InlineData("PROGRA~1/x", PathRefusal.ShortName)]
    public void Where_names_have_to_be_portable_those_of_Windows_are_refused(string path, PathRefusal reason)
    {
        Assert.Equal(reason, LexicalCheck.Check(path, PathNames.Portable).Reason);
        Assert.Null(Reason(path));
    }

    [Theory]
    [InlineData("a")]
    [InlineData(".")]
    [InlineData("./a/./b//c/")]
    [InlineData("...")]
    [InlineData("..a/a../.a")]
    [InlineData(".hidden/..config")]
    [InlineData("50% off.txt")]
    [InlineData("100%.txt")]
    [InlineData("a%20b.txt")] // another name for somebody, and no way out
    [InlineData("caf\u00e9/\u65e5\u672c\u8a9e/\u0645\u0644\u0641.txt")]
    [InlineData("e\u0301.txt")] // composed by hand
    [InlineData("\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67.png")] // joined
    [InlineData("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.txt")] // Persian needs its non-joiner
    [InlineData("12:30 meeting.txt")]
    [InlineData("libstdc++:amd64.list")]
    [InlineData("a:b")] // a drive on Windows only if the letter is alone at the start
    [InlineData("~$report.docx")]
    [InlineData("~backup")]
    [InlineData("what? *really* \"so\" <1> | 2.txt")]
    [InlineData("node_modules/@scope/pkg[1]/{x},y=z;w'`!#$&^.js")]
    public void Leaves_alone_what_people_call_their_files(string path)
    {
        if (path == "a:b")
        {
            Assert.Equal(PathRefusal.Rooted, Reason(path)); // the price: one letter and a colon
            return;
        }

        Assert.Null(Reason(path));
    }

    /// <summary>Decoding to look at a path changes nothing of the path.</summary>
    [Fact]
    public void Flags_most_lines_of_attack()
    {
        var flagged = Flagged(AttackLines.All, "lines of our own");

        Assert.True(AttackLines.All.Count >= 100);
        Assert.InRange(flagged, 0.65, 1);
    }

    [Fact]
    public void Flags_most_lines_of_a_large_collection()
    {
        if (!File.Exists(Collection))
        {
            output.WriteLine("The collection is not there.");
            return;
        }

        Assert.InRange(Flagged(File.ReadAllLines(Collection).Where(line => line.Length > 0).ToArray(), "lines of the collection"), 0.65, 1);
    }

    [Fact]
    public void Flags_no_file_of_this_repository() => Assert.Empty(
        Benign("files of the repository", Repository.Files(".", "*").Select(file => file.TrimStart('.', '/'))));

    [Fact]
    public void Flags_no_file_that_a_system_installs() => Assert.Empty(Benign("files of /usr/share", Installed()));

    private static IEnumerable<string> Installed() => !Directory.Exists("/usr/share")
        ? []
        : Directory.EnumerateFileSystemEntries("/usr/share", "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        }).Take(60_000).Select(path => Path.GetRelativePath("/usr/share", path));

    private static PathRefusal? Reason(string path) => LexicalCheck.Check(path, PathNames.Native) is { IsDone: false } refused ? refused.Reason : null;

    private double Flagged(IReadOnlyCollection<string> lines, string what)
    {
        var native = lines.Select(Reason).OfType<PathRefusal>().CountBy(reason => reason).OrderByDescending(reason => reason.Value).ToArray();
        var portable = lines.Count(line => !LexicalCheck.Check(line, PathNames.Portable).IsDone);
        var share = native.Sum(reason => reason.Value) / (double)lines.Count;
        output.WriteLine($"{lines.Count} {what}: {share:P1} flagged, {portable / (double)lines.Count:P1} with portable names; {string.Join(", ", native.Select(reason => $"{reason.Key} {reason.Value}"))}");
        return share;
    }

    private string[] Benign(string what, IEnumerable<string> paths)
    {
        string[] all = [.. paths];
        string[] flagged = [.. all.Where(path => Reason(path) is not null)];
        var portable = all.Count(path => !LexicalCheck.Check(path, PathNames.Portable).IsDone);
        output.WriteLine($"{all.Length} {what}: {flagged.Length} flagged, {portable} with portable names");
        return flagged;
    }
}

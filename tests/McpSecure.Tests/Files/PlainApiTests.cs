using System.Diagnostics;
using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files;

/// <summary>What the BCL does with paths that somebody else chose, without any race; and what a root does with the same paths.</summary>
public sealed class PlainApiTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly SecureRoot? _root;

    public PlainApiTests() => _root = OperatingSystem.IsLinux() ? _folder.Open(ConfinementEngine.Openat2) : null;

    private SecureRoot Root => _root!;

    private string Inside => _folder.Inside;

    [LinuxFact]
    public void An_absolute_path_replaces_the_directory_that_it_is_combined_with()
    {
        var secret = _folder.Out("secret");

        Assert.Equal(secret, System.IO.Path.Combine(Inside, secret));
        Assert.Equal(secret, System.IO.Path.GetFullPath(secret, Inside));
        Assert.Equal(PathRefusal.Rooted, Refusal.Of(() => Root.ReadAllText(secret)));
    }

    [LinuxFact]
    public void A_prefix_of_a_path_is_no_directory_of_it()
    {
        Directory.CreateDirectory(Inside + "-evil");
        File.WriteAllText(Inside + "-evil/x", "secret");

        var full = System.IO.Path.GetFullPath(Inside + "/../root-evil/x");
        Assert.StartsWith(Inside, full, StringComparison.Ordinal);
        Assert.Equal("secret", File.ReadAllText(full));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => Root.ReadAllText("../root-evil/x")));
    }

    [LinuxFact]
    public void Another_case_is_another_directory()
    {
        var other = _folder.Path + "/ROOT";
        Directory.CreateDirectory(other);
        File.WriteAllText(other + "/x", "secret");

        var full = System.IO.Path.GetFullPath(Inside + "/../ROOT/x");
        Assert.StartsWith(Inside + "/", full, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("secret", File.ReadAllText(full));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => Root.ReadAllText("../ROOT/x")));
    }

    /// <summary>.NET strikes out <c>link/..</c> before anybody looks; every other program goes where the link leads, and then up.</summary>
    [LinuxFact]
    public void Up_from_a_link_means_two_things()
    {
        _folder.Write("a/b/f", "deep");
        _folder.Write("a/x", "parent of the target");
        _folder.Write("x", "parent of the link");
        _folder.Link("link", "a/b");

        using var cat = Process.Start(new ProcessStartInfo("cat", [_folder.In("link/../x")]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        Assert.Equal("parent of the target", cat.StandardOutput.ReadToEnd());
        Assert.Equal("parent of the link", File.ReadAllText(_folder.In("link/../x")));
        Assert.Equal("parent of the target", Root.ReadAllText("link/../x"));
    }

    [LinuxFact]
    public void The_final_target_of_a_link_is_not_where_it_leads()
    {
        Directory.CreateDirectory(_folder.Out("deep"));
        File.CreateSymbolicLink(_folder.Out("deep/up"), "../secret");
        _folder.Link("deep", "../outside/deep");

        Assert.Equal(_folder.In("secret"), File.ResolveLinkTarget(_folder.In("deep/up"), returnFinalTarget: true)!.FullName);
        Assert.Equal("secret", File.ReadAllText(_folder.In("deep/up")));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => Root.ReadAllText("deep/up")));
    }

    [LinuxFact]
    public void A_file_does_not_say_that_its_parent_is_a_link()
    {
        _folder.Link("dl", "../outside");

        var file = new FileInfo(_folder.In("dl/secret"));
        Assert.Null(file.LinkTarget);
        Assert.False(file.Attributes.HasFlag(FileAttributes.ReparsePoint));
        Assert.Equal("secret", File.ReadAllText(file.FullName));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => Root.ReadAllText("dl/secret")));
    }

    [LinuxFact]
    public void Writing_to_a_link_to_nothing_creates_its_target()
    {
        _folder.Link("dangling", "../outside/new");
        _folder.Link("dangling2", "../outside/new2");

        Assert.True(File.Exists(_folder.In("dangling")));
        File.WriteAllText(_folder.In("dangling"), "written");
        Assert.True(File.Exists(_folder.Out("new")));

        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => Root.GetInfo("dangling2")));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => Root.OpenWrite("dangling2")));
        Assert.Equal(PathRefusal.Exists, Refusal.Of(() => Root.CreateNew("dangling2")));
        Assert.Equal(PathRefusal.Link, Refusal.Of(() => Root.WriteAllTextAtomic("dangling2", "written")));
        Assert.False(File.Exists(_folder.Out("new2")));
    }

    [LinuxFact]
    public void Copying_over_a_link_writes_to_its_target()
    {
        _folder.Write("f", "written");
        _folder.Link("link", "../outside/secret");

        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => Root.Create("link")));
        Assert.Equal(PathRefusal.Link, Refusal.Of(() => Root.WriteAllTextAtomic("link", "written")));
        Assert.Equal("secret", File.ReadAllText(_folder.Out("secret")));
        File.Copy(_folder.In("f"), _folder.In("link"), overwrite: true);
        Assert.Equal("written", File.ReadAllText(_folder.Out("secret")));
    }

    [LinuxFact]
    public void A_listing_of_all_directories_enters_links()
    {
        _folder.Link("dl", "../outside");

        Assert.Equal([_folder.In("dl/secret")], Directory.EnumerateFiles(Inside, "*", SearchOption.AllDirectories));
        var listed = Root.Enumerate(".", limits: new ListingLimits { MaxDepth = 64 }).Entries;
        Assert.Equal([new PathEntry("dl", PathKind.SymbolicLink)], listed);
    }

    [LinuxFact]
    public void A_pattern_is_a_path()
    {
        _folder.Link("dl", "../outside");

        Assert.Contains(_folder.Out("secret"), Directory.EnumerateFiles(Inside, "../outside/*").Select(System.IO.Path.GetFullPath));
        Assert.Single(Directory.EnumerateFiles(Inside, "dl/*"));
        Assert.Equal(PathRefusal.MalformedPattern, Refusal.Of(() => Root.Enumerate(".", "../outside/*")));
        Assert.Equal(PathRefusal.MalformedPattern, Refusal.Of(() => Root.Enumerate(".", "dl/*")));
    }

    /// <summary>The open ends when, and only when, somebody opens the other end.</summary>
    [LinuxFact]
    public async Task Opening_a_pipe_waits_for_somebody_else()
    {
        NativeFiles.Pipes(_folder.In("pipe"));

        var reader = Task.Run(() => File.ReadAllText(_folder.In("pipe")));
        await Task.Run(() => File.WriteAllText(_folder.In("pipe"), "at last")).OrGiveUp();
        Assert.Equal("at last", await reader.OrGiveUp());
        Assert.Equal(PathRefusal.Special, await Task.Run(() => Refusal.Of(() => Root.ReadAllText("pipe"))).OrGiveUp());
    }

    [LinuxFact]
    public void A_length_of_nothing_is_no_empty_file()
    {
        using var root = SecureRoot.Open("/proc");

        Assert.Equal(0, new FileInfo("/proc/version").Length);
        Assert.NotEmpty(File.ReadAllText("/proc/version"));
        Assert.Equal(PathRefusal.TooLarge, Refusal.Of(() => root.ReadAllText("version", 10)));
    }

    [LinuxFact]
    public void A_hard_link_looks_like_a_file()
    {
        NativeFiles.HardLink(_folder.Out("secret"), _folder.In("f"));

        Assert.Null(new FileInfo(_folder.In("f")).LinkTarget);
        Assert.Equal(PathRefusal.HardLink, Refusal.Of(() => Root.Create("f")));
        Assert.Equal("secret", File.ReadAllText(_folder.Out("secret")));
        File.WriteAllText(_folder.In("f"), "written");
        Assert.Equal("written", File.ReadAllText(_folder.Out("secret")));
    }

    [LinuxFact]
    public void A_uri_is_decoded_and_then_resolved()
    {
        Assert.Equal(_folder.Out("secret"), new Uri($"file://{Inside}/%2e%2e/outside/secret").LocalPath);
        Assert.Contains('\0', new Uri("file:///a%00b").LocalPath);
        Assert.Equal("file", new Uri("/etc/passwd").Scheme);
        Assert.Equal(PathRefusal.NotFound, Refusal.Of(() => Root.ReadAllText("%2e%2e/outside/secret"))); // a name like any other
        Assert.Equal(PathRefusal.NotFound, Refusal.Of(() => Root.ReadAllText($"file://{_folder.Out("secret")}")));
    }

    [LinuxFact]
    public void Two_strings_that_are_no_text_are_one_file()
    {
        File.WriteAllText(_folder.In("a\ud800"), "inside");

        Assert.True(File.Exists(_folder.In("a\ud801")));
        Assert.Equal(PathRefusal.Malformed, Refusal.Of(() => Root.ReadAllText("a\ud800")));
        Assert.Equal(PathRefusal.Malformed, Refusal.Of(() => Root.Create("b\ud800")));
    }

    public void Dispose()
    {
        _root?.Dispose();
        _folder.Dispose();
    }
}

using System.Text.RegularExpressions;
using McpSecure.Execution;
using McpSecure.Files;
using McpSecure.Tests.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Values that are held to more than their place.</summary>
public sealed partial class CommandArgumentTests
{
    [Fact]
    public void One_of_a_few_may_be_an_option_and_the_name_of_one()
    {
        var (option, format, count) = ("--stat", "full", 5);

        Command command = $"git log {CommandArgument.OneOf(option, ["--stat", "--oneline"])} --format={CommandArgument.OneOf(format, ["short", "full"])} -{count} -n{count}";

        Assert.Equal(["git", "log", "--stat", "--format=full", "-5", "-n5"], CommandTests.Vector(command));
    }

    [Theory]
    [InlineData("FULL")]
    [InlineData("full ")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("ﬀull")]
    public void None_of_a_few_is_refused_and_told_which_there_are(string? format)
    {
        var exception = CommandRefusal.NotAllowed.Refused(() => CommandArgument.OneOf(format, ["short", "full"]));

        Assert.Equal("format", exception.Hole);
        Assert.Contains("'format' is none of those that are allowed: short, full.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.2", true)]
    [InlineData("v1.2\n", false)] // '$' matches before it
    [InlineData("x v1.2", false)]
    [InlineData("v1.2; id", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_pattern_has_to_match_the_whole_text(string? value, bool isAccepted)
    {
        if (isAccepted)
        {
            Assert.Equal(["git", "tag", value!], CommandTests.Vector($"git tag {CommandArgument.Matching(value, Version())}"));
        }
        else
        {
            CommandRefusal.PatternMismatch.Refused(() => CommandArgument.Matching(value, Version()));
        }
    }

    /// <summary>A pattern that lets a dash through was not meant to let an option through.</summary>
    [Fact]
    public void What_matches_is_still_no_option()
    {
        var value = "--output";

        CommandRefusal.OptionInjection.Refused(() => (Command)$"git show {CommandArgument.Matching(value, Words())}");
    }

    [Fact]
    public void A_pattern_without_a_bound_or_with_a_culture_is_an_error_of_the_application()
    {
#pragma warning disable MA0009, MA0023, SYSLIB1045 // that is what is tested
        Assert.Throws<ArgumentException>(() => CommandArgument.Matching("a", new Regex("^(a+)+$")));
        Assert.Throws<ArgumentException>(() => CommandArgument.Matching("a", new Regex("a", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))));
        CommandRefusal.PatternMismatch.Refused(() =>
            CommandArgument.Matching(new string('a', 100) + "!", new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(1))));
#pragma warning restore MA0009, MA0023, SYSLIB1045
    }

    [Fact]
    public void Text_may_have_lines_and_nothing_else_that_controls()
    {
        var message = "Subject\n\n\tBody";

        Assert.Equal(["git", "commit", "-m", message], CommandTests.Vector($"git commit -m {CommandArgument.Text(message)}"));
        CommandRefusal.ControlCharacter.Refused(() => (Command)$"git commit -m {CommandArgument.Text("a\0b")}");
        CommandRefusal.ControlCharacter.Refused(() => (Command)$"git commit -m {CommandArgument.Text("a\rb")}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git commit -m {CommandArgument.Text("--amend")}");
        CommandRefusal.Empty.Refused(() => (Command)$"git commit -m {CommandArgument.Text(null)}");
    }

    [Fact]
    public void An_argument_that_was_never_given_is_refused() => CommandRefusal.Empty.Refused(() => (Command)$"git show -- {default(CommandArgument)}");

    [LinuxFact]
    public async Task A_path_is_relative_to_its_root_wherever_that_has_been_moved()
    {
        using var folder = new Folder();
        folder.Write("-rf/a b", "content");
        using var root = SecureRoot.Open(folder.Inside);
        using var runner = Shell.Create();
        Directory.Move(folder.Inside, folder.Out("moved"));
        Directory.CreateDirectory(folder.Inside);
        string[] names = ["-rf/a b", "-rf/a b"];

        var result = await runner.RunAsync($"cat {CommandArgument.Path(root, "-rf/a b")}").OrGiveUp();
        var twice = await runner.RunAsync($"cat {names.Select(name => CommandArgument.Path(root, name))}").OrGiveUp();
        var place = await runner.RunAsync($"pwd", new ProcessRunOptions { WorkingDirectory = root }).OrGiveUp();

        Assert.Equal(("content", "contentcontent", folder.Out("moved") + "\n"), (result.StandardOutput, twice.StandardOutput, place.StandardOutput));
    }

    [LinuxFact]
    public void A_path_that_leaves_its_root_is_refused_by_the_root()
    {
        using var folder = new Folder();
        folder.Link("out", folder.Outside);
        folder.Write("a", "");
        using var root = SecureRoot.Open(folder.Inside);

        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => CommandArgument.Path(root, "../outside/secret")));
        Assert.Equal(PathRefusal.Rooted, Refusal.Of(() => CommandArgument.Path(root, "/etc/passwd")));
        Assert.Throws<PathRefusedException>(() => (object)CommandArgument.Path(root, "out/secret"));
        Assert.Equal(PathRefusal.NotFound, Refusal.Of(() => CommandArgument.Path(root, "b")));
        Assert.Equal(PathRefusal.ReadOnly, Refusal.Of(() => CommandArgument.Path(root, "a", PathAccess.ReadWrite)));
        Assert.Equal(["cat", "./b"], CommandTests.Vector($"cat {CommandArgument.Path(root, "b", mustExist: false)}"));
    }

    /// <summary>Where <c>..</c> leads after a name that is not there yet, nobody can say: the program makes it, and climbs.</summary>
    [LinuxTheory]
    [InlineData("nope/../../ESCAPED", PathRefusal.DotDot)]
    [InlineData("nope/..", PathRefusal.DotDot)]
    [InlineData("there/../a", PathRefusal.DotDot)]
    [InlineData("there/..", PathRefusal.DotDot)]
    [InlineData("..", PathRefusal.Escapes)]
    public void A_path_that_goes_up_is_refused_whether_it_exists_or_not(string path, PathRefusal reason)
    {
        using var folder = new Folder();
        folder.Write("there/a", "");
        folder.Write("a", "");
        using var root = SecureRoot.Open(folder.Inside, new SecureRootOptions { Access = PathAccess.ReadWrite });

        Assert.Equal(reason, Refusal.Of(() => CommandArgument.Path(root, path, PathAccess.ReadWrite, mustExist: false)));
        Assert.Throws<PathRefusedException>(() => (object)CommandArgument.Path(root, path));
        Assert.Equal(["mkdir", "--", "./..a/b../..."], CommandTests.Vector($"mkdir -- {CommandArgument.Path(root, "..a/b../...", PathAccess.ReadWrite, mustExist: false)}"));
    }

    /// <summary>The root has checked this path, and no other.</summary>
    [LinuxFact]
    public void Nothing_is_added_to_a_path()
    {
        using var folder = new Folder();
        folder.Write("a", "");
        using var root = SecureRoot.Open(folder.Inside);
        var path = CommandArgument.Path(root, "a");
        var (up, none, option) = ("/../../x", "", CommandArgument.OneOf("--file=", ["--file="]));
        string[] list = ["x"];

        CommandRefusal.Template.Refused(() => (Command)$"cat {path}{up}");
        CommandRefusal.Template.Refused(() => (Command)$"cat -- {path}{up}");
        CommandRefusal.Template.Refused(() => (Command)$"cat -- {path}{none}{up}");
        CommandRefusal.Template.Refused(() => (Command)$"cat {path}/{up}");
        CommandRefusal.Template.Refused(() => (Command)$"cat {path}/../../x");
        CommandRefusal.Template.Refused(() => (Command)$"cat --file={path}.txt");
        CommandRefusal.Template.Refused(() => (Command)$"cat {path}{5}");
        CommandRefusal.Template.Refused(() => (Command)$"cat {path}{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat {path}{list}");
        CommandRefusal.Template.Refused(() => (Command)$"cat /etc/{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat -- /etc/{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat -f{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat --file=/etc/{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat --x=y={path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat /x={path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat ={path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat {up}{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat --file={up}{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat --file={none}{path}");
        CommandRefusal.Template.Refused(() => (Command)$"cat {option}{path}");
        var exception = CommandRefusal.Template.Refused(() => (Command)$"cat {new[] { path }}{up}");
        Assert.DoesNotContain("..", exception.Message, StringComparison.Ordinal);

        Assert.Equal(["cp", "./a", "x", "./a"], CommandTests.Vector($"cp {path} x {path}"));
        Assert.Equal(["tar", "--file=./a", "-C", "./a", "./a", "./a", "x"], CommandTests.Vector($"tar --file={path} -C {path} {new[] { path, path }} x"));
        Assert.Equal(["dd", "if=./a", "of=./a"], CommandTests.Vector($"dd if={path} of={path}"));
    }

    [LinuxFact]
    public void Paths_of_two_roots_or_of_another_root_than_the_working_directory_are_refused()
    {
        using var folder = new Folder();
        folder.Write("a", "");
        using var root = SecureRoot.Open(folder.Inside);
        using var other = SecureRoot.Open(folder.Outside);
        using var runner = Shell.Create();

        CommandRefusal.WorkingDirectory.Refused(() => (Command)$"cat {CommandArgument.Path(root, "a")} {CommandArgument.Path(other, "secret")}");
        CommandRefusal.WorkingDirectory.Refused(() => runner.RunAsync($"cat {CommandArgument.Path(root, "a")}", new ProcessRunOptions { WorkingDirectory = other }));
    }

    /// <summary>Of a root of which a caller may reach only a part, the rest is not a place to start in.</summary>
    [LinuxFact]
    public async Task A_root_of_which_only_parts_may_be_reached_is_no_working_directory()
    {
        using var folder = new Folder();
        folder.Write("part/a", "content");
        folder.Write("other/a", "secret");
        var options = new SecureRootOptions { Name = "workspace" };
        using var whole = RootDirectory.Open(folder.Inside, options);
        using var part = RootDirectory.Open(folder.In("part"), options);
        using var root = new SecureRoot(new NarrowedDirectory(whole, [KeyValuePair.Create("part", part)]), options);
        using var runner = Shell.Create();

        var result = await runner.RunAsync($"cat {CommandArgument.Path(root, "part/a")}").OrGiveUp();

        Assert.Equal("content", result.StandardOutput);
        CommandRefusal.WorkingDirectory.Refused(() => runner.RunAsync($"pwd", new ProcessRunOptions { WorkingDirectory = root }));
        Assert.Equal(PathRefusal.Escapes, Refusal.Of(() => CommandArgument.Path(root, "other/a")));
    }

    [GeneratedRegex(@"^v\d+(\.\d+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();

    [GeneratedRegex(@"[\w-]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}

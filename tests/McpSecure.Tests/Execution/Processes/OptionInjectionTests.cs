using System.Diagnostics;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>A value is never an option (CWE-88): most of these run a program or write a file when a plain argument list passes them on.</summary>
public sealed class OptionInjectionTests
{
    /// <summary>What is known to do harm as an argument of common programs.</summary>
    public static readonly string[] Lines =
    [
        "--output=/tmp/x", "--upload-pack=touch x", "-u touch x", "--exec=touch x", "--receive-pack=touch x", "--ext-diff", "--open-files-in-pager=touch x",
        "-Otouch x", "--no-index", "--git-dir=/tmp/evil", "--work-tree=/", "-ccore.pager=touch x", "--config-env=core.pager=X", "--exec-path=/tmp/evil",
        "-c", "--template=/tmp/evil", "--paginate", "-p", "--global", "--file=/etc/passwd", "--checkpoint=1", "--checkpoint-action=exec=sh x",
        "--to-command=touch x", "--use-compress-program=touch x", "-I touch x", "--rsh-command=/bin/sh", "--info-script=x", "-F x", "--new-volume-script=x",
        "-o/etc/cron.d/x", "--output-dir=/etc", "-K/etc/curlrc", "--config", "-T/etc/passwd", "--upload-file=/etc/passwd", "--proxy=evil:80", "-xevil:80",
        "-oProxyCommand=touch x", "-oPermitLocalCommand=yes", "-F/tmp/evil", "-E/tmp/x", "-e sh x", "--rsh=touch x", "--rsync-path=touch x", "--files-from=/etc/passwd",
        "-exec", "-execdir", "-delete", "-fprintf", "-okdir", "-T", "-TT touch x #", "--unzip-command=touch x", "--use-askpass=x", "--post-file=/etc/passwd",
        "-i/etc/passwd", "-O/etc/x", "--input-file=/etc/passwd", "-z touch x", "-Ztouch", "-w/etc/x", "-G1", "-P/tmp/x", "--pager=x", "-M/tmp/evil",
        "-f/etc/passwd", "--from-file=/etc/passwd", "--load-extension=x", "-init x", "--eval=x", "-e1", "-S", "--post-checkout", "--interactive", "-",
        "--", "--help", "-h", "+x", "+!touch x", "+%s", "@/etc/passwd", "@args", "\u2013-output=x", "\u2014x", "\u2212x", "\u2010x", "\u2011x", "\uff0dx", "\ufe63x", "\u00adx",
    ];

    public static TheoryData<string> All => [.. Lines];

    [Fact]
    public void There_are_at_least_sixty() => Assert.True(Lines.Distinct(StringComparer.Ordinal).Count() >= 60);

    [Theory]
    [MemberData(nameof(All))]
    public void Refuses_an_option_in_the_place_of_an_operand(string value)
    {
        string[] values = ["x", value];

        var exception = CommandRefusal.OptionInjection.Refused(() => (Command)$"git show {value}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git show -n {value} x");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git show {values}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git show --x{value}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git show -{value}");

        Assert.Equal("value", exception.Hole);
        Assert.DoesNotContain(value, value.Length > 2 ? exception.Message : string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Passes_it_on_as_it_is_where_it_cannot_be_one(string value)
    {
        Command command = $"git log --grep={value} x{value} -- {value} -{value}";

        Assert.Equal(["git", "log", "--grep=" + value, "x" + value, "--", value, "-" + value], CommandTests.Vector(command));
    }

    /// <summary>A value that is a part of an option's name chooses the option.</summary>
    [Fact]
    public void Refuses_text_within_the_name_of_an_option()
    {
        var (rest, text) = ("put=/etc/x", "x");

        CommandRefusal.OptionInjection.Refused(() => (Command)$"git diff --out{rest}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git diff --{rest}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git diff -{rest}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git diff -o{rest}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git diff -{5}{rest}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git diff {CommandArgument.OneOf(text, ["x", "--out"])} -{CommandArgument.Text(rest)}");
    }

    [Fact]
    public void Refuses_a_negative_number_where_it_would_look_like_an_option()
    {
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log {-5}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log -n {-5L}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log -n{-5}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log -{-5}");
        Assert.Equal(["seq", "--separator=-5", "--", "-5"], CommandTests.Vector($"seq --separator={-5} -- {-5}"));
    }

    /// <summary>Only two dashes that stand in the source end the options.</summary>
    [Fact]
    public void Does_not_take_a_value_for_the_end_of_options()
    {
        var dashes = "--";
        var chosen = CommandArgument.OneOf(dashes, ["--"]);

        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log {chosen} {"--output=x"}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log -{CommandArgument.OneOf("-", ["-"])} {"--output=x"}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log x-- {"-o"}");
        CommandRefusal.OptionInjection.Refused(() => (Command)$"git log --- {"-o"}");
    }

    /// <summary>The effect, with and without: git writes the file that its operand names.</summary>
    [LinuxFact]
    public async Task Git_writes_a_file_by_a_plain_argument_list_and_none_by_a_command()
    {
        if (!File.Exists("/usr/bin/git"))
        {
            return;
        }

        var place = Directory.CreateTempSubdirectory("mcpsecure-option-");
        try
        {
            var marker = Path.Join(place.FullName, "marker");
            var target = $"--output={marker}";
            using var plain = Process.Start(new ProcessStartInfo("/usr/bin/git", ["diff", "--no-index", target, "/dev/null", "/etc/hostname"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await plain.WaitForExitAsync().OrGiveUp();
            Assert.True(File.Exists(marker), "The plain argument list did no harm: this shows nothing.");
            File.Delete(marker);
            using var runner = Shell.Create(configure: options => options.Programs.Add("git", "/usr/bin/git"));

            CommandRefusal.OptionInjection.Refused(() => runner.RunAsync($"git diff --no-index {target} /dev/null /etc/hostname"));
            await runner.RunAsync($"git diff --no-index -- {target} /dev/null").OrGiveUp();

            Assert.False(File.Exists(marker));
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }
}

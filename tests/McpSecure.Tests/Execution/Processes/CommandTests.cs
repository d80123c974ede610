using System.Globalization;
using System.Text;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Which arguments an interpolated string is.</summary>
public sealed class CommandTests
{
    private static readonly string[] Both = ["a b", "c"];
    private static readonly string[] WithOption = ["a", "-b"];
    private static readonly string[] WithEmpty = ["a", ""];

    [Fact]
    public void Splits_literal_text_at_blanks_and_never_a_value()
    {
        var (text, path, count) = ("fix \"it\" now", "src/a b.c", 5);

        Command command = $"git log  -n {count}\t--grep={text} -- {path}";

        Assert.Equal(["git", "log", "-n", "5", "--grep=fix \"it\" now", "--", "src/a b.c"], Vector(command));
    }

    [Fact]
    public void Glues_values_to_the_text_around_them()
    {
        var (branch, n, letter) = ("main", 3, 'x');

        Command command = $"git show refs/heads/{branch}~{n}:{letter}.txt {branch}..{branch}";

        Assert.Equal(["git", "show", "refs/heads/main~3:x.txt", "main..main"], Vector(command));
    }

    [Fact]
    public void Takes_text_over_several_lines_of_source()
    {
        var name = "a";

        Command command = $"""
            convert-it
              --from={name}
              {name}
            """;

        Assert.Equal(["convert-it", "--from=a", "a"], Vector(command));
    }

    [Fact]
    public void Keeps_an_empty_value_where_it_shifts_nothing()
    {
        var empty = string.Empty;

        Command command = $"git log --grep={empty} -- {empty} {empty}";

        Assert.Equal(["git", "log", "--grep=", "--", "", ""], Vector(command));
    }

    [Fact]
    public void Makes_an_argument_of_each_element_of_a_list()
    {
        Command command = $"git add -- {Both} x";

        Assert.Equal(["git", "add", "--", "a b", "c", "x"], Vector(command));
    }

    [Fact]
    public void Writes_integers_alike_in_every_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("sv-SE"); // its minus sign is U+2212
        try
        {
            Command command = $"tail -n {1234567} -- {-7} {ulong.MaxValue} {long.MinValue} {(short)-1}";

            Assert.Equal(["tail", "-n", "1234567", "--", "-7", "18446744073709551615", "-9223372036854775808", "-1"], Vector(command));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Passes_on_what_programs_treat_as_special_as_it_is()
    {
        var text = "$(id) `id` ; | & > < * ? ~ ! # \\ 'x' \"y\" {a,b} %PATH% ^ é 漢 😀";

        Command command = $"printf {text}";

        Assert.Equal(["printf", text], Vector(command));
    }

    [Theory]
    [InlineData("a\0b", CommandRefusal.ControlCharacter)]
    [InlineData("a\nb", CommandRefusal.ControlCharacter)]
    [InlineData("a\rb", CommandRefusal.ControlCharacter)]
    [InlineData("a\u001b[2J", CommandRefusal.ControlCharacter)]
    [InlineData("a\u007f", CommandRefusal.ControlCharacter)]
    [InlineData("a\u009b", CommandRefusal.ControlCharacter)]
    [InlineData("", CommandRefusal.Empty)]
    [InlineData(null, CommandRefusal.Empty)]
    public void Refuses_a_value_that_no_program_should_see(string? value, CommandRefusal reason)
    {
        var exception = reason.Refused(() => (Command)$"git show {value}");

        Assert.Equal("value", exception.Hole);
        Assert.Contains("'value'", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Plain .NET passes each of them on as U+FFFD: two values, one argument.</summary>
    [Fact]
    public void Refuses_half_of_a_surrogate_pair()
    {
        foreach (var value in new[] { "\ud800", "a\udc00b", "\ud83d\ud83d\ude00" })
        {
            CommandRefusal.Malformed.Refused(() => (Command)$"git show -- {value}");
            CommandRefusal.Malformed.Refused(() => (Command)$"git show {CommandArgument.Text(value)}");
        }

        CommandRefusal.Malformed.Refused(() => (Command)$"git show -- {'\ud800'}");
    }

    [Fact]
    public void Refuses_a_value_as_the_program_or_a_part_of_it()
    {
        var program = "sh";

        CommandRefusal.Template.Refused(() => (Command)$"{program} -c x");
        CommandRefusal.Template.Refused(() => (Command)$"  {program}");
        CommandRefusal.Template.Refused(() => (Command)$"ba{program} -c x");
        CommandRefusal.Template.Refused(() => (Command)$"{Both}");
        CommandRefusal.Template.Refused(() => (Command)$"git{Both}");
    }

    [Fact]
    public void Refuses_quotes_in_the_text_of_the_command()
    {
        var value = "x";

        Assert.Contains("quote", CommandRefusal.Template.Refused(() => (Command)$"git log --grep='{value}'").Message, StringComparison.Ordinal);
        CommandRefusal.Template.Refused(() => (Command)$"git log \"{value}\"");
        CommandRefusal.Template.Refused(() => (Command)$"git log `{value}`");
        CommandRefusal.Template.Refused(() => (Command)$"git log \0{value}");
    }

    [Fact]
    public void Refuses_a_list_that_is_glued_to_something_or_empty_or_holds_what_a_value_may_not()
    {
        CommandRefusal.Template.Refused(() => (Command)$"git add --x={Both}");
        CommandRefusal.Template.Refused(() => (Command)$"git add {Both}.txt");
        CommandRefusal.Template.Refused(() => (Command)$"git add {Both}{1}");
        CommandRefusal.Template.Refused(() => (Command)$"git add {1}{Both}");
        CommandRefusal.Template.Refused(() => (Command)$"git add {Both}{Both}");
        CommandRefusal.Empty.Refused(() => (Command)$"git add {Array.Empty<string>()}");
        CommandRefusal.Empty.Refused(() => (Command)$"git add -- {(string[]?)null}");
        CommandRefusal.Empty.Refused(() => (Command)$"git add {WithEmpty}");
        Assert.Equal("WithOption", CommandRefusal.OptionInjection.Refused(() => (Command)$"git add {WithOption}").Hole);
    }

    [Fact]
    public void Refuses_what_is_too_long_and_does_not_read_an_endless_list()
    {
        var longest = new string('a', (128 * 1024) - 1);
        var tooLong = longest + "a";
        var wide = new string('漢', 44_000);

        Assert.Equal(longest, Vector($"printf {longest}")[1]);
        CommandRefusal.TooLong.Refused(() => (Command)$"printf {tooLong}");
        CommandRefusal.TooLong.Refused(() => (Command)$"printf {longest}a");
        CommandRefusal.TooLong.Refused(() => (Command)$"printf {wide}");
        CommandRefusal.TooLong.Refused(() => (Command)$"printf {Endless("a")}");
        CommandRefusal.TooLong.Refused(() => (Command)$"printf {Endless(longest)}");
    }

    [Fact]
    public void Tells_the_place_of_a_value_whose_source_is_more_than_a_name()
    {
        var exception = CommandRefusal.OptionInjection.Refused(() => (Command)$"git log -n {5} {string.Concat("--x", "=y")}");

        Assert.Contains("number 2", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("--x", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Concat", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>By hand, a string would become a command: its blanks would separate arguments.</summary>
    [LinuxFact]
    public async Task Refuses_to_run_what_the_compiler_did_not_write()
    {
        using var runner = Shell.Create();
        var text = "printf %s from-a-string";

        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync(By(0, 0, command => command.AppendLiteral(text))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync(By(7, 0, command =>
        {
            command.AppendLiteral("printf ");
            command.AppendFormatted("x");
        })));
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync(By(7, 1, command => command.AppendLiteral("printf "))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync(By(-1, 0, command => command.AppendLiteral(text))));

        Command added = $"printf x";
        added.AppendLiteral(" y");
        await Assert.ThrowsAsync<InvalidOperationException>(() => runner.RunAsync(added));
    }

    [LinuxFact]
    public async Task Runs_whatever_form_the_source_has()
    {
        using var runner = Shell.Create();
        var x = "x";

        Assert.Equal("{x}", (await runner.RunAsync($"printf {{{x}}}").OrGiveUp()).StandardOutput);
        Assert.Equal("a bcx", (await runner.RunAsync($"printf -- %s {Both} {x}").OrGiveUp()).StandardOutput);
        Assert.Equal("a\tx", (await runner.RunAsync($"printf -- a\\t" + $"{x}").OrGiveUp()).StandardOutput);
        Assert.Equal("{}x", (await runner.RunAsync($$"""
            printf
              {}{{x}}
            """).OrGiveUp()).StandardOutput);
    }

    internal static string[] Vector(Command command) => Encoding.UTF8.GetString(command.Vector.Bytes).Split('\0');

    private static Command By(int literalLength, int formattedCount, Action<Command> append)
    {
        var command = new Command(literalLength, formattedCount);
        append(command);
        return command;
    }

    private static IEnumerable<string> Endless(string value)
    {
        while (true)
        {
            yield return value;
        }
    }
}

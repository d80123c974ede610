using System.Text;
using McpSecure.Execution;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Programs that read and write as they please: none of them makes a run wait for ever, or take more than it may.</summary>
public sealed class StreamTests
{
    [LinuxFact]
    public async Task A_large_input_comes_back_as_it_is()
    {
        using var runner = Shell.Create();
        var input = new byte[5_000_001];
        for (var index = 0; index < input.Length; index++)
        {
            input[index] = (byte)(index * 31 >> 3);
        }

        var result = await runner.RunAsync($"cat", new ProcessRunOptions { Input = input, MaxOutputBytes = input.Length }).OrGiveUp();

        Assert.True(result.IsSuccess);
        Assert.True(result.StandardOutputBytes.Span.SequenceEqual(input));
    }

    [LinuxFact]
    public async Task Text_is_passed_on_as_UTF8_and_without_any_input_there_is_an_end()
    {
        using var runner = Shell.Create();

        var text = await runner.RunAsync($"cat", new ProcessRunOptions { InputText = "é😀" }).OrGiveUp();
        var nothing = await runner.RunAsync($"cat").OrGiveUp();

        Assert.Equal(("é😀", 6), (text.StandardOutput, text.StandardOutputBytes.Length));
        Assert.Equal((string.Empty, true), (nothing.StandardOutput, nothing.IsSuccess));
        CommandRefusal.Malformed.Refused(() => runner.RunAsync($"cat", new ProcessRunOptions { InputText = "\ud800" }));
        await Assert.ThrowsAsync<ArgumentException>(() => runner.RunAsync($"cat", new ProcessRunOptions { InputText = "a", Input = new byte[1] }));
    }

    [LinuxFact]
    public async Task A_program_need_not_read_its_input()
    {
        using var runner = Shell.Create();
        var options = new ProcessRunOptions { Input = new byte[1_000_000] };

        var never = await runner.ScriptAsync("echo never", options);
        var closes = await runner.ScriptAsync("exec <&-; cd /; echo closed", options);
        var some = await runner.ScriptAsync("read -r x </dev/null; head -c 3 >/dev/null; echo some", options);

        Assert.Equal(("never\n", "closed\n", "some\n"), (never.StandardOutput, closes.StandardOutput, some.StandardOutput));
        Assert.Equal((true, true, true), (never.IsSuccess, closes.IsSuccess, some.IsSuccess));
    }

    [LinuxFact]
    public async Task A_program_that_closes_its_output_is_still_waited_for()
    {
        using var runner = Shell.Create();

        var result = await runner.ScriptAsync("echo a; exec >&- 2>&-; cat; exit 7", new ProcessRunOptions { Input = new byte[300_000] });

        Assert.Equal(("a\n", 7), (result.StandardOutput, result.ExitCode));
    }

    [LinuxFact]
    public async Task Both_outputs_are_read_at_the_same_time()
    {
        using var runner = Shell.Create(configure: options => options.Environment["PATH"] = "/usr/bin:/bin");

        var result = await runner.ScriptAsync(
            "head -c 500000 /dev/zero >&2; head -c 500000 /dev/zero; head -c 500000 /dev/zero >&2", new ProcessRunOptions { MaxOutputBytes = 1_000_000 });

        Assert.Equal((500_000, 1_000_000, true), (result.StandardOutputBytes.Length, result.StandardErrorBytes.Length, result.IsSuccess));
    }

    [LinuxTheory]
    [InlineData(0, "", true)]
    [InlineData(3, "abc", true)]
    [InlineData(6, "abcdef", false)]
    [InlineData(7, "abcdef", false)]
    public async Task As_much_is_kept_as_the_bound_says_and_exactly_that_much_is_not_too_much(int bound, string expected, bool isTruncated)
    {
        using var runner = Shell.Create();

        var result = await runner.ScriptAsync("printf abcdef", new ProcessRunOptions { MaxOutputBytes = bound });
        var error = await runner.ScriptAsync("printf abcdef >&2", new ProcessRunOptions { MaxOutputBytes = bound });

        Assert.Equal((expected, isTruncated, !isTruncated), (result.StandardOutput, result.IsTruncated, result.IsSuccess));
        Assert.Equal((expected, isTruncated, !isTruncated), (error.StandardError, error.IsTruncated, error.IsSuccess));
    }

    [LinuxFact]
    public async Task The_bound_by_default_is_64_KiB_for_each_output()
    {
        using var runner = Shell.Create(configure: options => options.Environment["PATH"] = "/usr/bin:/bin");

        var most = await runner.ScriptAsync("head -c 65536 /dev/zero; head -c 65536 /dev/zero >&2");
        var endless = await runner.ScriptAsync("cat /dev/zero");

        Assert.True(most.IsSuccess);
        Assert.Equal((true, 65_536, 137), (endless.IsTruncated, endless.StandardOutputBytes.Length, endless.ExitCode));
    }

    [LinuxFact]
    public async Task A_character_that_the_bound_cuts_is_left_out()
    {
        using var runner = Shell.Create();
        var input = Encoding.UTF8.GetBytes("aé😀b");
        var texts = new List<string>();
        for (var bound = 0; bound <= input.Length; bound++)
        {
            texts.Add((await runner.RunAsync($"cat", new ProcessRunOptions { Input = input, MaxOutputBytes = bound }).OrGiveUp()).StandardOutput);
        }

        Assert.Equal(["", "a", "a", "aé", "aé", "aé", "aé", "aé😀", "aé😀b"], texts);
        Assert.Equal("a\ufffd", (await runner.RunAsync($"cat", new ProcessRunOptions { Input = new byte[] { 0x61, 0xc3 } }).OrGiveUp()).StandardOutput);
    }

    [LinuxFact]
    public async Task The_signal_that_ended_a_program_is_told()
    {
        using var runner = Shell.Create(ProcessContainment.ProcessTree);

        var result = await runner.ScriptAsync("kill -TERM $$");

        Assert.Equal((143, 15, false, false), (result.ExitCode, result.Signal, result.IsSuccess, result.HasTimedOut));
    }
}

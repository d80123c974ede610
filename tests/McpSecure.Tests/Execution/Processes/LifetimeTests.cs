using McpSecure.Execution;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Runs that wait for their turn, are cancelled at every moment, or meet the end of the runner.</summary>
public sealed class LifetimeTests(ITestOutputHelper log)
{
    [LinuxFact]
    public async Task A_run_that_is_cancelled_before_it_is_asked_for_starts_nothing()
    {
        using var runner = Shell.Create();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunAsync($"cat", new CancellationToken(canceled: true)));
    }

    [LinuxFact]
    public async Task Cancelling_after_the_end_changes_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        using var runner = Shell.Create(configure: options => options.MaxConcurrent = 1);

        var result = await runner.ScriptAsync("exit 4", cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        var next = await runner.ScriptAsync("exit 5");

        Assert.Equal((4, 5), (result.ExitCode, next.ExitCode));
    }

    [LinuxFact]
    public async Task No_more_run_at_a_time_than_may_and_one_that_waits_can_be_cancelled()
    {
        var duration = ProcessTable.UniqueDuration();
        using var runner = Shell.Create(configure: options =>
        {
            options.MaxConcurrent = 2;
            options.Environment["PATH"] = "/usr/bin:/bin";
        });
        using var first = new CancellationTokenSource();
        using var others = new CancellationTokenSource();
        var running = new[] { Sleep(first), Sleep(first) };
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == 2, "two run");
        var waiting = Enumerable.Range(0, 5).Select(_ => Sleep(others)).ToArray();

        await others.CancelAsync();
        foreach (var run in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.Equal(2, ProcessTable.Sleepers(duration).Length);
        Assert.All(running, run => Assert.False(run.IsCompleted));
        var last = runner.ScriptAsync("exit 6");
        await first.CancelAsync();
        Assert.Equal(6, (await last).ExitCode);

        Task<ProcessResult> Sleep(CancellationTokenSource cancellation) => runner.ScriptAsync($"exec sleep {duration}", cancellationToken: cancellation.Token);
    }

    [LinuxFact]
    public async Task The_time_of_a_run_does_not_count_while_it_waits()
    {
        var (duration, time) = (ProcessTable.UniqueDuration(), new FakeTime());
        using var runner = Shell.Create(configure: options => { options.MaxConcurrent = 1; options.Environment["PATH"] = "/usr/bin:/bin"; }, time: time);
        var first = runner.ScriptAsync($"exec sleep {duration}", new ProcessRunOptions { Timeout = TimeSpan.FromHours(1) });
        var second = runner.ScriptAsync("exit 3", new ProcessRunOptions { Timeout = TimeSpan.FromSeconds(1) });
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == 1 && time.Timers == 1, "the first runs");

        time.Advance(TimeSpan.FromHours(1));

        Assert.True((await first).HasTimedOut);
        Assert.Equal((3, false), ((await second).ExitCode, (await second).HasTimedOut));
    }

    [LinuxFact]
    public async Task Cancelling_at_any_moment_leaves_the_runner_fit_for_use()
    {
        using var runner = Shell.Create(configure: options => options.MaxConcurrent = 2);
        var (cancelled, done) = (0, 0);
        for (var round = 0; round < 200; round++)
        {
            using var cancellation = new CancellationTokenSource();
            var run = runner.RunAsync($"printf x", cancellation.Token);
            Thread.SpinWait(round * 100);
            await cancellation.CancelAsync();
            try
            {
                Assert.Equal("x", (await run.OrGiveUp()).StandardOutput);
                done++;
            }
            catch (OperationCanceledException)
            {
                cancelled++;
            }
        }

        Assert.Equal(200, cancelled + done);
        Assert.Equal("x", (await runner.RunAsync($"printf x").OrGiveUp()).StandardOutput);
    }

    [LinuxFact]
    public async Task A_runner_that_is_disposed_of_ends_what_runs_and_what_waits_and_starts_nothing()
    {
        var runner = Shell.Create(configure: options => { options.MaxConcurrent = 2; options.Environment["PATH"] = "/usr/bin:/bin"; });
        var duration = ProcessTable.UniqueDuration();
        var runs = Enumerable.Range(0, 5).Select(_ => runner.ScriptAsync($"exec sleep {duration}")).ToArray();
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == 2, "two run");

        runner.Dispose();
        runner.Dispose();

        Assert.Empty(ProcessTable.Sleepers(duration));
        foreach (var run in runs)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => runner.RunAsync($"cat"));
    }

    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Many_runs_at_once_each_get_their_own_output(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        using var runner = Shell.Create(containment);

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => runner.RunAsync($"printf {number}"))).OrGiveUp();

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), results.Select(result => result.StandardOutput));
    }

    /// <summary>Pipes, processes, events: of each run nothing is left open. Counted in a process of its own kind: others come and go here.</summary>
    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Runs_leave_no_descriptor_behind(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        using var runner = Shell.Create(containment, options => options.Programs.Add("broken", ProgramFiles.Broken));
        await Many(10);
        var before = PipesAndProcesses();

        await Many(100);

        // A leak of one for each run would be hundreds; other tests have a few open at a time.
        Assert.InRange(PipesAndProcesses() - before, -1000, 60);

        async Task Many(int rounds)
        {
            for (var round = 0; round < rounds; round++)
            {
                await runner.RunAsync($"cat", new ProcessRunOptions { InputText = "x" }).OrGiveUp();
                await runner.ScriptAsync("cat /dev/zero", new ProcessRunOptions { MaxOutputBytes = 1 });
                await Assert.ThrowsAsync<CommandRefusedException>(() => runner.RunAsync($"broken").OrGiveUp());
            }
        }
    }

    private static int PipesAndProcesses() => new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(entry =>
    {
        try
        {
            return entry.LinkTarget is { } target && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.Contains("[pidfd]", StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false; // closed meanwhile
        }
    });
}

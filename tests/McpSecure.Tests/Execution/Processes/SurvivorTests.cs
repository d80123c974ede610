using System.Diagnostics;
using McpSecure.Execution;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>Nothing that a program started outlives the run, however it ends. Judged by the process table.</summary>
public sealed class SurvivorTests(ITestOutputHelper log)
{
    /// <summary>Each leaves processes behind, in the ways that daemons do; <c>$D</c> is how long they sleep.</summary>
    private const string Leave = """
        sleep $D >/dev/null 2>&1 &
        (setsid sleep $D >/dev/null 2>&1 </dev/null &)
        setsid sh -c 'setsid sleep $D & exec setsid sleep $D' >/dev/null 2>&1 </dev/null &
        (trap '' HUP TERM INT; cd /; exec 3>&-; sleep $D >/dev/null 2>&1 &) &
        """;

    private const int Left = 5;

    /// <summary>The problem: what .NET ends as a tree is what still hangs together.</summary>
    [LinuxFact]
    public async Task Ending_the_tree_by_plain_NET_leaves_a_double_fork()
    {
        var duration = ProcessTable.UniqueDuration();
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{Leave}\nsleep $D"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["D"] = duration;
        using var process = Process.Start(start)!;
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == Left + 1, "all sleep");

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().OrGiveUp();

        var survivors = ProcessTable.Sleepers(duration);
        Array.ForEach(survivors, id => Process.GetProcessById(id).Kill());
        Assert.NotEmpty(survivors);
    }

    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Nothing_outlives_a_program_that_exits(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        var duration = ProcessTable.UniqueDuration();
        using var runner = Create(containment, duration);

        // Some of them are still on their way when it exits.
        for (var round = 0; round < 10; round++)
        {
            var result = await runner.ScriptAsync(Leave + "\necho done");

            Assert.Equal((true, "done\n"), (result.IsSuccess, result.StandardOutput));
            Assert.Empty(ProcessTable.Sleepers(duration));
        }
    }

    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Nothing_outlives_a_program_that_takes_too_long(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        var (duration, time) = (ProcessTable.UniqueDuration(), new FakeTime());
        using var runner = Create(containment, duration, time);
        var run = runner.ScriptAsync($"{Leave}\necho started\nsleep $D");
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == Left + 1 && time.Timers == 1, "all sleep");

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var result = await run;

        Assert.Equal((true, false, false, 137), (result.HasTimedOut, result.IsSuccess, result.IsTruncated, result.ExitCode));
        Assert.Equal(("started\n", TimeSpan.FromSeconds(30), 9), (result.StandardOutput, result.Duration, result.Signal));
        Assert.Empty(ProcessTable.Sleepers(duration));
    }

    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Nothing_outlives_a_run_that_is_cancelled(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        var duration = ProcessTable.UniqueDuration();
        using var runner = Create(containment, duration);
        using var cancellation = new CancellationTokenSource();
        var run = runner.ScriptAsync($"{Leave}\nsleep $D", cancellationToken: cancellation.Token);
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == Left + 1, "all sleep");

        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Empty(ProcessTable.Sleepers(duration));
    }

    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Nothing_outlives_a_program_that_writes_too_much(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        var duration = ProcessTable.UniqueDuration();
        using var runner = Create(containment, duration);

        var result = await runner.ScriptAsync($"{Leave}\nyes", new ProcessRunOptions { MaxOutputBytes = 1001 });

        Assert.Equal((true, false, 1001), (result.IsTruncated, result.IsSuccess, result.StandardOutput.Length));
        Assert.Empty(ProcessTable.Sleepers(duration));
    }

    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Nothing_outlives_the_runner(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        var duration = ProcessTable.UniqueDuration();
        var runner = Create(containment, duration);
        var run = runner.ScriptAsync($"{Leave}\nsleep $D");
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == Left + 1, "all sleep");

        runner.Dispose();

        Assert.Empty(ProcessTable.Sleepers(duration));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => run);
    }

    /// <summary>Each process starts the next and ends: whoever is looked for is gone by the time that he is found.</summary>
    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task Nothing_outlives_a_chain_of_processes_without_end(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        var duration = ProcessTable.UniqueDuration();
        using var runner = Create(containment, duration);
        using var cancellation = new CancellationTokenSource();
        var run = runner.ScriptAsync($"# {duration}\nf() {{ f & }}\nf\nexec sleep $D", cancellationToken: cancellation.Token);
        await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == 1, "it has begun");

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.Empty(ProcessTable.With(duration));
    }

    /// <summary>Said in the documentation of both: one of them does not find it. Where there are no namespaces there is nothing to show.</summary>
    [LinuxFact]
    public async Task A_namespace_ends_a_daemon_that_has_cleared_its_environment_too()
    {
        if (!Shell.Has(ProcessContainment.PidNamespace, log))
        {
            return;
        }

        var duration = ProcessTable.UniqueDuration();
        using var runner = Create(ProcessContainment.PidNamespace, duration);

        var result = await runner.ScriptAsync("(setsid env -i setsid sleep $D >/dev/null 2>&1 </dev/null &)\nexit 0");

        Assert.True(result.IsSuccess);
        Assert.Empty(ProcessTable.Sleepers(duration));
    }

    /// <summary>A forged mark, or a session that is the server's own, brings nobody else down.</summary>
    [LinuxFact]
    public async Task The_server_and_its_other_children_are_left_alone()
    {
        var (duration, other) = (ProcessTable.UniqueDuration(), ProcessTable.UniqueDuration());
        using var sibling = Process.Start(new ProcessStartInfo("/bin/sleep", [other]))!;
        using var runner = Create(ProcessContainment.ProcessTree, duration);

        try
        {
            for (var round = 0; round < 5; round++)
            {
                Assert.True((await runner.ScriptAsync(Leave)).IsSuccess);
            }

            Assert.False(sibling.HasExited);
        }
        finally
        {
            sibling.Kill();
        }
    }

    private static ProcessRunner Create(ProcessContainment containment, string duration, FakeTime? time = null) => Shell.Create(
        containment,
        options =>
        {
            options.Environment["D"] = duration;
            options.Environment["PATH"] = "/usr/bin:/bin";
        },
        time);
}

using System.Runtime.InteropServices;
using System.Text;
using McpSecure.Execution;
using McpSecure.Execution.Linux;
using McpSecure.Execution.Programs;
using McpSecure.Execution.Running;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>A program that has become another user's, as by set-user-ID: the kernel refuses to end it.</summary>
public sealed class UnendableTests(ITestOutputHelper log)
{
    /// <summary>Here the other way round: the program stays what it is, and the thread that has to end it gives up its privileges.</summary>
    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task A_program_that_may_not_be_ended_does_not_hold_up_the_run_for_ever(ProcessContainment containment)
    {
        if (!Environment.IsPrivilegedProcess || !Shell.Has(containment, log))
        {
            log.WriteLine("Not tried: it needs root, to become somebody else.");
            return;
        }

        var (duration, empty) = (ProcessTable.UniqueDuration(), new EnvironmentBlock([]));
        using var directory = new EmptyDirectory();
        var run = new Run(
            new LaunchPlan(new Program("sleep", "sleep", "/bin/sleep"), Encoding.ASCII.GetBytes(duration + "\0"), 1, directory.Handle),
            default, TimeSpan.FromHours(1), 100, default);
        run.Plan.Hold();
        using var loop = new LinuxRunLoop(
            new UnprivilegedEnd(containment == ProcessContainment.PidNamespace ? new PidNamespace(empty) : new ProcessTree(empty)), TimeProvider.System);
        var outcome = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => outcome.SetResult(Record.Exception(() => loop.Execute(run)))) { IsBackground = true };
        thread.Start();
        try
        {
            await Eventually.Is(() => ProcessTable.Sleepers(duration).Length == 1, "it runs");

            run.Stop(EndReason.Cancelled);

            Assert.IsType<InvalidOperationException>(await outcome.Task.OrGiveUp());
            Assert.Single(ProcessTable.Sleepers(duration));
        }
        finally
        {
            Array.ForEach(ProcessTable.Sleepers(duration), id => System.Diagnostics.Process.GetProcessById(id).Kill());
            thread.Join();
            run.Close();
        }
    }

    /// <summary>Starts as what the thread is, and ends as a user who has nothing to say about what was started.</summary>
    private sealed class UnprivilegedEnd(Containment inner) : Containment
    {
        private const int SomebodyElse = 54321;

        public override int Start(LaunchPlan plan, Streams streams) => inner.Start(plan, streams);

        public override void End(int process, int descriptor, bool hasExited)
        {
            // The system call changes this thread alone; the function of the C library would change all.
            Assert.Equal(0, syscall(RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64 ? 117 : 147, SomebodyElse, SomebodyElse, SomebodyElse));
            inner.End(process, descriptor, hasExited);
        }

#pragma warning disable SYSLIB1054 // what it generates needs unsafe code
        [DllImport("libc")]
        private static extern nint syscall(nint number, nint real, nint effective, nint saved);
#pragma warning restore SYSLIB1054
    }
}

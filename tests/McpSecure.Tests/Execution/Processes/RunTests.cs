using McpSecure.Execution;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>What a program gets, and what comes back.</summary>
public sealed class RunTests(ITestOutputHelper log)
{
    [LinuxTheory]
    [MemberData(nameof(Shell.Containments), MemberType = typeof(Shell))]
    public async Task A_program_runs_and_its_output_and_exit_code_come_back(ProcessContainment containment)
    {
        if (!Shell.Has(containment, log))
        {
            return;
        }

        using var runner = Shell.Create(containment);

        var result = await runner.RunAsync($"printf -- %s- {"a b"} {"$(id)"}").OrGiveUp();
        var failed = await runner.ScriptAsync("echo out; echo err >&2; exit 3");

        Assert.Equal(containment, runner.Containment);
        Assert.Equal(("a b-$(id)-", "", 0, true), (result.StandardOutput, result.StandardError, result.ExitCode, result.IsSuccess));
        Assert.Equal(("out\n", "err\n", 3, false), (failed.StandardOutput, failed.StandardError, failed.ExitCode, failed.IsSuccess));
        Assert.Null(failed.Signal);
    }
}

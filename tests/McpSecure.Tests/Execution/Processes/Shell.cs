using McpSecure.Execution;
using McpSecure.Tests.Support;
using Xunit.Abstractions;

namespace McpSecure.Tests.Execution.Processes;

/// <summary>A runner with the programs that the tests use, a shell among them.</summary>
internal static class Shell
{
    public static TheoryData<ProcessContainment> Containments => [ProcessContainment.PidNamespace, ProcessContainment.ProcessTree];

    /// <summary>Whether this process may use a containment; namespaces need a privilege.</summary>
    public static bool Has(ProcessContainment containment, ITestOutputHelper log)
    {
        try
        {
            new ProcessRunner(new ProcessRunnerOptions { Containment = containment }).Dispose();
            return true;
        }
        catch (PlatformNotSupportedException exception)
        {
            log.WriteLine($"Not tried: {exception.Message}");
            return false;
        }
    }

    public static ProcessRunner Create(ProcessContainment? containment = null, Action<ProcessRunnerOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new ProcessRunnerOptions { Containment = containment };
        options.Programs.Add("printf", "/usr/bin/printf");
        options.Programs.Add("cat", "/bin/cat");
        options.Programs.Add("pwd", "/bin/pwd");
        options.Programs.Add("sh", "/bin/sh", allowInterpreter: true);
        options.Programs.Add("env", "/usr/bin/env", allowInterpreter: true);
        configure?.Invoke(options);
        return new ProcessRunner(options, time);
    }

    /// <summary>Runs a script, which gets its arguments as <c>$1</c> and so on.</summary>
    public static Task<ProcessResult> ScriptAsync(
        this ProcessRunner runner, string script, ProcessRunOptions? options = null, CancellationToken cancellationToken = default) =>
        runner.RunAsync($"sh -c {CommandArgument.Text(script)}", options ?? new ProcessRunOptions(), cancellationToken).OrGiveUp();
}

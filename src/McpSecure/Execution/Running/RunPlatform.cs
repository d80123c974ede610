using System.Runtime.InteropServices;
using McpSecure.Execution.Linux;

namespace McpSecure.Execution.Running;

/// <summary>How runs are carried out on this system: one answer for each operating system, and a refusal where there is none.</summary>
internal sealed class RunPlatform
{
    private RunPlatform(ProcessContainment containment) => Containment = containment;

    public ProcessContainment Containment { get; }

    /// <exception cref="PlatformNotSupportedException">There is none, or not the one that was asked for.</exception>
    public static RunPlatform Choose(ProcessContainment? wanted)
    {
        var fault = Fault(wanted, out var containment);
        return fault is null ? new RunPlatform(containment) : throw new PlatformNotSupportedException(fault);
    }

    /// <summary>What stands in the way, if anything.</summary>
    public static string? Fault(ProcessContainment? wanted, out ProcessContainment containment)
    {
        containment = ProcessContainment.None;
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64) || !Spawner.IsAvailable)
        {
            return "Programs can be contained on Linux for x64 and arm64 only, so far: nothing else has been verified, and nothing weaker is offered instead.";
        }

        if (!ProcessTree.IsAvailable)
        {
            return "Programs cannot be contained here: /proc is not mounted.";
        }

        containment = wanted ?? (PidNamespace.IsAvailable ? ProcessContainment.PidNamespace : ProcessContainment.ProcessTree);
        return containment switch
        {
            ProcessContainment.ProcessTree => null,
            ProcessContainment.PidNamespace when PidNamespace.IsAvailable => null,
            ProcessContainment.PidNamespace => "This process may not create PID namespaces: that needs CAP_SYS_ADMIN. Leave Containment out, or set it to ProcessTree.",
            _ => $"There is no containment of processes by the name of '{containment}'.",
        };
    }

    /// <summary>Prepares what all runs have in common.</summary>
    /// <returns>What creates the loop for a thread.</returns>
    public Func<RunLoop> Prepare(IEnumerable<KeyValuePair<string, string>> variables, TimeProvider time)
    {
        var environment = new EnvironmentBlock(variables);
        return Containment == ProcessContainment.PidNamespace
            ? () => new LinuxRunLoop(new PidNamespace(environment), time)
            : () => new LinuxRunLoop(new ProcessTree(environment), time);
    }
}

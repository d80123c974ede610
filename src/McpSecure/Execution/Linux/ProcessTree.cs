using System.Security.Cryptography;
using System.Text;
using McpSecure.Execution.Running;
using FileCalls = McpSecure.Files.Linux.Libc;

namespace McpSecure.Execution.Linux;

/// <summary>The processes of a run are looked for and ended, again and again, until none is found. It needs no privilege.</summary>
internal sealed class ProcessTree(EnvironmentBlock environment) : Containment
{
    private const int MaxSweeps = 200;
    private const int MillisecondsToDie = 50;

    private static readonly int Server = Environment.ProcessId;

    private byte[] _mark = [];

    /// <summary>Gets a value indicating whether processes can be found.</summary>
    public static bool IsAvailable => ProcessState.TryRead(Server, out _) && ProcessState.LastId() > 0;

    public override int Start(LaunchPlan plan, Streams streams)
    {
        _mark = Encoding.ASCII.GetBytes("MCPSECURE_RUN=" + RandomNumberGenerator.GetHexString(32) + "\0");
        unsafe
        {
            return Spawner.Start(plan, environment, _mark, streams, Spawner.StartHere);
        }
    }

    public override void End(int process, int descriptor, bool hasExited)
    {
        // Nothing at all has been started since the program was: it is alone. Its number is not given away before it is reaped.
        if (ProcessState.LastId() == process)
        {
            EndAlone(descriptor, hasExited);
            if (ProcessState.LastId() == process)
            {
                return;
            }
        }

        // Where SIGCHLD was ignored when the server started, children are reaped behind our back. Then only the mark tells.
        var isOurs = ProcessState.TryRead(process, out var state) && Libc.IsThere(descriptor);
        var family = isOurs ? new Family(process, state.Start, _mark) : new Family(root: 0, rootStart: 0, _mark);
        var empty = 0;
        for (var sweep = 0; empty < 2; sweep++)
        {
            if (sweep == MaxSweeps)
            {
                throw new InvalidOperationException("Not all processes that a program started could be ended.");
            }

            empty = Sweep(family, process) ? 0 : empty + 1;
            if (isOurs)
            {
                // All of a group at one stroke: of processes that start others without end, a sweep would be too late for the last.
                Libc.KillGroup(process);
            }
        }
    }

    private static void EndAlone(int descriptor, bool hasExited)
    {
        if (!hasExited)
        {
            _ = Libc.SendKill(descriptor);
            WaitForExit(descriptor, Timeout.Infinite);
        }
    }

    /// <summary>Ends those that are there now.</summary>
    /// <returns>Whether there were any.</returns>
    private static bool Sweep(Family family, int process)
    {
        var members = family.Find();
        var dying = new List<int>();
        var alive = members.FindAll(member => !member.IsDead);
        foreach (var member in alive)
        {
            var descriptor = Libc.OpenProcess(member.Id);

            // Looked at again now that the descriptor holds it: the number may be another's by now.
            if (ProcessState.TryRead(member.Id, out var state) && state.Start == member.Start && Libc.SendKill(descriptor) >= 0)
            {
                dying.Add(descriptor);
            }
            else if (descriptor >= 0)
            {
                FileCalls.Close(descriptor);
            }
        }

        foreach (var descriptor in dying)
        {
            WaitForExit(descriptor, MillisecondsToDie);
            FileCalls.Close(descriptor);
        }

        members.ForEach(member => ReapAdopted(member, process));
        return alive.Count > 0;
    }

    /// <summary>Where the server is the first process of a container, it is given the orphans, and nobody else reaps them.</summary>
    private static void ReapAdopted(ProcessState member, int process)
    {
        if (member.Id != process && ProcessState.TryRead(member.Id, out var state) && state is { IsDead: true } && state.Parent == Server
            && Libc.OpenProcess(member.Id) is >= 0 and var descriptor)
        {
            _ = Libc.Reap(descriptor, out _, out _);
            FileCalls.Close(descriptor);
        }
    }
}

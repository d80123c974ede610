using McpSecure.Execution.Running;

namespace McpSecure.Execution.Linux;

/// <summary>Starts a program so that all of its processes can be ended, and ends them. One for each thread.</summary>
internal abstract class Containment
{
    /// <summary>How long whoever may not be ended is waited for.</summary>
    protected const int MillisecondsOfGrace = 2000;

    /// <summary>Gets a value indicating whether the thread can start nothing any more.</summary>
    public virtual bool IsSpoiled => false;

    /// <summary>Starts a program.</summary>
    /// <returns>The number of the process, or an error number, negated.</returns>
    public abstract int Start(LaunchPlan plan, Streams streams);

    /// <summary>Ends the program and all that it started. When it returns, only the program itself is left to be reaped.</summary>
    /// <param name="process">The number of the process, which is not reaped yet, so that it is no other's.</param>
    /// <param name="descriptor">Its descriptor.</param>
    /// <param name="hasExited">Whether the program itself has exited.</param>
    /// <exception cref="InvalidOperationException">Something goes on: this process is not permitted to end it.</exception>
    public abstract void End(int process, int descriptor, bool hasExited);

    /// <summary>Ends a process, and returns when it has.</summary>
    /// <exception cref="InvalidOperationException">It has become another user's, and went on.</exception>
    protected static void EndOne(int descriptor)
    {
        // A program of another user cannot be made to end, and one that is not made to may never do.
        var isPermitted = Libc.SendKill(descriptor) != -Files.Linux.Errno.NotPermitted;
        if (!WaitForExit(descriptor, isPermitted ? Timeout.Infinite : MillisecondsOfGrace))
        {
            throw NotEnded();
        }
    }

    /// <summary>What is said where something goes on, whatever is done.</summary>
    protected static InvalidOperationException NotEnded() => new("Not all processes that a program started could be ended.");

    /// <summary>Waits until a process has ended, which it was made to.</summary>
    /// <returns>Whether it has.</returns>
    protected static bool WaitForExit(int descriptor, int milliseconds)
    {
        Span<PollDescriptor> wait = [new PollDescriptor(descriptor, Libc.PollIn)];
        int answer;
        while ((answer = Libc.Poll(wait, milliseconds)) == -Files.Linux.Errno.Interrupted)
        {
        }

        return answer > 0;
    }
}

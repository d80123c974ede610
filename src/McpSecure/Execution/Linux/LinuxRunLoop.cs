using McpSecure.Execution.Running;
using McpSecure.Files.Linux;
using FileCalls = McpSecure.Files.Linux.Libc;

namespace McpSecure.Execution.Linux;

/// <summary>Carries a run out in one loop: feed its input, take its output, see its end or bring it about.</summary>
internal sealed class LinuxRunLoop(Containment containment, TimeProvider time) : RunLoop
{
    private const int BufferBytes = 64 * 1024;
    private const int ExitedByItself = 1;
    private const int SignalOffset = 128;

    private readonly WakeUp _wakeUp = new();
    private readonly byte[] _buffer = new byte[BufferBytes];

    public override bool IsSpoiled => containment.IsSpoiled;

    public override void Execute(Run run)
    {
        if (!run.TryBegin(_wakeUp))
        {
            return;
        }

        using var streams = new Streams();
        streams.Open(hasInput: !run.Input.IsEmpty);
        Execute(run, streams);
    }

    public override void Dispose() => _wakeUp.Dispose();

    private void Execute(Run run, Streams streams)
    {
        var start = time.GetTimestamp();
        var process = Started.OrThrow(containment.Start(run.Plan, streams));
        streams.CloseChildEnds();
        var descriptor = Libc.OpenProcess(process);
        if (descriptor < 0)
        {
            Libc.KillAndReap(process);
            throw Started.Refusal(-descriptor);
        }

        var conversation = new Conversation(run, _buffer);
        var reason = EndReason.Exited;
        var hasEnded = false;
        (int Code, int? Signal) exit;
        try
        {
            reason = Attend(run, process, descriptor, conversation, streams);
            hasEnded = true;
        }
        finally
        {
            // What could not be ended may never end.
            exit = Reap(descriptor, mayWait: hasEnded);
            FileCalls.Close(descriptor);
        }

        conversation.Drain(streams);
        var ending = new Ending(reason, exit.Code, exit.Signal, conversation.IsTruncated);
        run.End(reason, new ProcessResult(ending, conversation.Output, conversation.Error, time.GetElapsedTime(start)));
    }

    /// <summary>Stays with the program until it, and all that it started, has ended.</summary>
    private EndReason Attend(Run run, int process, int descriptor, Conversation conversation, Streams streams)
    {
        var hasExited = false;
        try
        {
            using var timer = time.CreateTimer(static run => ((Run)run!).Stop(EndReason.TimedOut), run, run.Timeout, Timeout.InfiniteTimeSpan);
            hasExited = WaitForEnd(run, descriptor, conversation, streams);
            return hasExited ? EndReason.Exited : run.StopReason;
        }
        finally
        {
            containment.End(process, descriptor, hasExited);
        }
    }

    /// <returns>Whether the program has exited by itself.</returns>
    private bool WaitForEnd(Run run, int descriptor, Conversation conversation, Streams streams)
    {
        Span<PollDescriptor> wait = stackalloc PollDescriptor[5];
        while (run.StopReason == EndReason.Exited)
        {
            wait[0] = new PollDescriptor(descriptor, Libc.PollIn);
            wait[1] = new PollDescriptor(_wakeUp.Descriptor, Libc.PollIn);
            wait[2] = new PollDescriptor(streams.Input, Libc.PollOut);
            wait[3] = new PollDescriptor(streams.Output, Libc.PollIn);
            wait[4] = new PollDescriptor(streams.Error, Libc.PollIn);
            if (Libc.Poll(wait, Timeout.Infinite) is < 0 and var error)
            {
                if (error == -Errno.Interrupted)
                {
                    continue;
                }

                throw new IOException("The program could not be attended to.");
            }

            if (wait[0].Answer != 0)
            {
                return true;
            }

            conversation.Continue(wait[2].Answer != 0, wait[3].Answer != 0, wait[4].Answer != 0, streams);
            if (wait[1].Answer != 0)
            {
                _wakeUp.Reset();
            }
        }

        return false;
    }

    private static (int Code, int? Signal) Reap(int descriptor, bool mayWait)
    {
        int result;
        int code;
        int status;
        while ((result = Libc.Reap(descriptor, mayWait, out code, out status)) == -Errno.Interrupted)
        {
        }

        // Where the server was started with SIGCHLD ignored, the kernel does not keep how a child ended: that is no success.
        return result < 0 ? (-1, null) : code == ExitedByItself ? (status, null) : (SignalOffset + status, status);
    }
}

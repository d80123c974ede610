using System.Runtime.InteropServices;

namespace McpSecure.Limits;

/// <summary>The clock of one call, for as long as it is that: clocks are used again, and must not be stopped for a stranger. <see langword="default"/> is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RunningClock(CallClock? Clock, int Run)
{
    /// <summary>The work waits for somebody, which takes none of its time; but it does not wait for longer than this.</summary>
    public void Pause(TimeSpan longest) => Clock?.Pause(Run, longest);

    /// <summary>The work goes on, with the time it had left.</summary>
    public void GoOn() => Clock?.GoOn(Run);

    /// <summary>The time is over now.</summary>
    public void Stop() => Clock?.Pause(Run, TimeSpan.Zero);
}

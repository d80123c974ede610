using McpSecure.Execution.Programs;
using Microsoft.Win32.SafeHandles;

namespace McpSecure.Execution.Running;

/// <summary>What is to be started, down to the last byte, so that the thread that starts it has nothing left to decide.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">What follows the program: UTF-8 with a NUL after each.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Directory">The directory to run in. It is kept open from <see cref="Hold"/> to <see cref="Release"/>.</param>
internal sealed record LaunchPlan(Program Program, byte[] Arguments, int Count, SafeFileHandle Directory)
{
    /// <exception cref="ObjectDisposedException">The directory has been closed.</exception>
    public void Hold()
    {
        var isHeld = false;
        Directory.DangerousAddRef(ref isHeld);
    }

    public void Release() => Directory.DangerousRelease();
}

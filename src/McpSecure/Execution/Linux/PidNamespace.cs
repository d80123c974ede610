using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using McpSecure.Execution.Running;
using FileCalls = McpSecure.Files.Linux.Libc;

namespace McpSecure.Execution.Linux;

/// <summary>Each program is the first process of a PID namespace of its own: when it ends, the kernel ends all the others in it.</summary>
/// <remarks>
/// The kernel has no way to name the namespace of a child but to change that of the thread, for as long as it starts the child. A thread
/// cannot be started by that thread meanwhile, so nothing but system calls may happen there.
/// </remarks>
internal sealed unsafe partial class PidNamespace(EnvironmentBlock environment) : Containment
{
    private const int NewPidNamespace = 0x20000000;
    private const int Invalid = 22;

    private static readonly int Own = FileCalls.OpenAt(FileCalls.CurrentDirectory, "/proc/self/ns/pid\0"u8, FileCalls.ReadOnly);
    private static readonly Lazy<bool> Available = new(Probe);

    private bool _isSpoiled;

    /// <summary>Gets a value indicating whether this process may use them. Tried once.</summary>
    public static bool IsAvailable => Available.Value;

    public override bool IsSpoiled => _isSpoiled;

    public override int Start(LaunchPlan plan, Streams streams) => Spawner.Start(plan, environment, default, streams, StartInside);

    public override void End(int process, int descriptor, bool hasExited)
    {
        if (!hasExited)
        {
            EndOne(descriptor);
        }
    }

    private int StartInside(byte* file, void* actions, void* attributes, byte** arguments, byte** environmentPointers)
    {
        var result = Start(Own, file, actions, attributes, arguments, environmentPointers, out var isBack);
        _isSpoiled |= !isBack;
        return result;
    }

    /// <summary>Optimized at once, so that no call here is counted: the runtime may start a thread to optimize what is called often.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Start(int own, byte* file, void* actions, void* attributes, byte** arguments, byte** environment, out bool isBack)
    {
        isBack = true;
        if (unshare(NewPidNamespace) != 0)
        {
            return -Files.Linux.Errno.NotPermitted;
        }

        int process;
        var error = Spawner.posix_spawn(&process, file, actions, attributes, arguments, environment);
        isBack = setns(own, NewPidNamespace) == 0;
        return error != 0 ? -error : process;
    }

    /// <summary>Tries it on a thread of its own, with a file that cannot be executed: what fails, and how, tells the rest.</summary>
    private static bool Probe()
    {
        var isAvailable = false;
        var thread = new Thread(() => isAvailable = Own >= 0 && TryOnce());
        thread.Start();
        thread.Join();
        return isAvailable;
    }

    private static bool TryOnce()
    {
        fixed (byte* file = "/\0"u8)
        {
            byte*[] none = [null];
            fixed (byte** pointers = none)
            {
                var error = -Start(Own, file, null, null, pointers, pointers, out var isBack);

                // Old kernels do not start a process this way in another namespace, and say that the call is invalid.
                return isBack && error is not (Invalid or Files.Linux.Errno.NotPermitted);
            }
        }
    }

    [LibraryImport("libc")]
    private static partial int unshare(int flags);

    [LibraryImport("libc")]
    private static partial int setns(int descriptor, int kind);
}

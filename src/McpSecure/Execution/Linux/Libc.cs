using System.Runtime.InteropServices;

namespace McpSecure.Execution.Linux;

/// <summary>The calls into the C library that processes need. Each returns a value that is not negative, or an error number, negated.</summary>
internal static unsafe partial class Libc
{
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int Kill = 9;

    public const short PollIn = 1;
    public const short PollOut = 4;

    private const int PidFdOpen = 434;
    private const int PidFdSendSignal = 424;
    private const int ByPidFd = 3;
    private const int Exited = 4;
    private const int DuplicateAbove = 1030;
    private const int SetFlags = 4;
    private const int Execute = 1;

    public static uint EffectiveUser { get; } = geteuid();

    public static int CreatePipe(Span<int> ends)
    {
        fixed (int* pointer = ends)
        {
            return Result(pipe2(pointer, CloseOnExec));
        }
    }

    public static int CreateEvent() => Result(eventfd(0, CloseOnExec | NonBlocking));

    public static int SetNonBlocking(int descriptor) => Result(fcntl(descriptor, SetFlags, NonBlocking));

    /// <summary>Another descriptor of the same, with a number that is none of the three standard ones.</summary>
    public static int Duplicate(int descriptor) => Result(fcntl(descriptor, DuplicateAbove, 3));

    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return Result((int)read(descriptor, pointer, (nuint)buffer.Length));
        }
    }

    public static int Write(int descriptor, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return Result((int)write(descriptor, pointer, (nuint)buffer.Length));
        }
    }

    /// <summary>Waits until something can be read, written, or has ended.</summary>
    public static int Poll(Span<PollDescriptor> descriptors, int milliseconds)
    {
        fixed (PollDescriptor* pointer = descriptors)
        {
            return Result(poll(pointer, (nuint)descriptors.Length, milliseconds));
        }
    }

    public static int OpenProcess(int process) => Result((int)syscall(PidFdOpen, process, 0, 0, 0));

    public static int SendKill(int processDescriptor) => Result((int)syscall(PidFdSendSignal, processDescriptor, Kill, 0, 0));

    /// <summary>Whether a process is there, or has ended and has not been reaped.</summary>
    public static bool IsThere(int processDescriptor) => syscall(PidFdSendSignal, processDescriptor, 0, 0, 0) == 0;

    /// <summary>Takes note of the end of a child, which has ended.</summary>
    public static int Reap(int processDescriptor, out int code, out int status)
    {
        var info = stackalloc int[32];
        new Span<int>(info, 32).Clear();
        var result = Result(waitid(ByPidFd, (uint)processDescriptor, info, Exited));
        (code, status) = (info[2], info[6]);
        return result;
    }

    /// <summary>Ends a child by its number, which is its own until it is reaped, and reaps it.</summary>
    public static void KillAndReap(int process)
    {
        _ = kill(process, Kill);
        while (waitpid(process, null, 0) < 0 && Marshal.GetLastPInvokeError() == Files.Linux.Errno.Interrupted)
        {
        }
    }

    /// <summary>Ends a process group. Its number is that of its first process, which has to be unreaped.</summary>
    public static void KillGroup(int group) => _ = kill(-group, Kill);

    public static bool IsExecutable(ReadOnlySpan<byte> path)
    {
        fixed (byte* pointer = path)
        {
            return access(pointer, Execute) == 0;
        }
    }

    private static int Result(int value) => value >= 0 ? value : -Marshal.GetLastPInvokeError();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint value, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitid(int kind, uint id, int* info, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int waitpid(int process, int* status, int options);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int access(byte* path, int mode);

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint syscall(nint number, nint first, nint second, nint third, nint fourth);
}

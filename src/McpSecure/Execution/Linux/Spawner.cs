using System.Runtime.InteropServices;
using McpSecure.Execution.Running;

namespace McpSecure.Execution.Linux;

/// <summary>
/// Starts a program by <c>posix_spawn</c>: without the server's streams, descriptors, environment, signal mask and session, and in a
/// directory that is held open.
/// </summary>
internal static unsafe partial class Spawner
{
    // What the C libraries have is smaller: 336, 80 and 128 bytes.
    private const int StructureBytes = 512;

    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    private static readonly delegate* unmanaged<void*, int, int> AddDirectory = Symbol("posix_spawn_file_actions_addfchdir_np");
    private static readonly delegate* unmanaged<void*, int, int> AddCloseFrom = Symbol("posix_spawn_file_actions_addclosefrom_np");
    private static readonly void* Attributes = CreateAttributes();

    /// <summary>Gets a value indicating whether this C library can start a program in a directory that is held open.</summary>
    public static bool IsAvailable => AddDirectory is not null;

    /// <summary>Starts the program.</summary>
    /// <param name="plan">The program and its arguments.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="mark">One more variable with a NUL at its end, or nothing.</param>
    /// <param name="streams">Its streams.</param>
    /// <param name="start">How to call <c>posix_spawn</c>.</param>
    /// <returns>The number of the process, or an error number, negated.</returns>
    public static int Start(LaunchPlan plan, EnvironmentBlock environment, ReadOnlySpan<byte> mark, Streams streams, SpawnCall start)
    {
        var file = ProgramFile.Terminated(plan.Program.File);
        var name = ProgramFile.Terminated(plan.Program.Path);
        var pointers = (byte**)NativeMemory.Alloc((nuint)(plan.Count + environment.Count + 4), (nuint)sizeof(byte*));
        var actions = stackalloc byte[StructureBytes];
        var error = posix_spawn_file_actions_init(actions);
        try
        {
            fixed (byte* filePointer = file, namePointer = name, arguments = plan.Arguments, variables = environment.Bytes, markPointer = mark)
            {
                pointers[0] = namePointer;
                var next = List(pointers + 1, arguments, plan.Arguments.Length);
                var environmentPointers = next + 1;
                *environmentPointers = markPointer;
                next = List(environmentPointers + (mark.IsEmpty ? 0 : 1), variables, environment.Bytes.Length);
                *next = null;
                error = error != 0 ? error : Redirect(actions, streams, (int)plan.Directory.DangerousGetHandle());
                return error != 0 ? -error : start(filePointer, actions, Attributes, pointers, environmentPointers);
            }
        }
        finally
        {
            _ = posix_spawn_file_actions_destroy(actions);
            NativeMemory.Free(pointers);
        }
    }

    /// <summary>Calls <c>posix_spawn</c> as it is.</summary>
    public static int StartHere(byte* file, void* actions, void* attributes, byte** arguments, byte** environment)
    {
        int process;
        var error = posix_spawn(&process, file, actions, attributes, arguments, environment);
        return error != 0 ? -error : process;
    }

    [LibraryImport("libc")]
    internal static partial int posix_spawn(int* process, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);

    /// <summary>Writes a pointer to each string, and a null pointer after them.</summary>
    private static byte** List(byte** pointers, byte* strings, int length)
    {
        var rest = new ReadOnlySpan<byte>(strings, length);
        while (!rest.IsEmpty)
        {
            *pointers++ = strings + (length - rest.Length);
            rest = rest[(rest.IndexOf((byte)0) + 1)..];
        }

        *pointers = null;
        return pointers;
    }

    private static int Redirect(byte* actions, Streams streams, int directory)
    {
        var error = AddDirectory(actions, directory);
        error |= posix_spawn_file_actions_adddup2(actions, streams.ChildInput, 0);
        error |= posix_spawn_file_actions_adddup2(actions, streams.ChildOutput, 1);
        error |= posix_spawn_file_actions_adddup2(actions, streams.ChildError, 2);

        // What other code of the server opened without close-on-exec. Our own descriptors all have it.
        return error | (AddCloseFrom is null ? 0 : AddCloseFrom(actions, 3));
    }

    private static void* CreateAttributes()
    {
        var attributes = NativeMemory.AllocZeroed(StructureBytes);
        var signals = stackalloc byte[StructureBytes];
        new Span<byte>(signals, StructureBytes).Clear();
        var error = posix_spawnattr_init(attributes) | posix_spawnattr_setsigmask(attributes, signals) | sigfillset(signals);
        error |= posix_spawnattr_setsigdefault(attributes, signals);
        error |= posix_spawnattr_setflags(attributes, SetSignalDefaults | SetSignalMask | SetSession);
        return error == 0 ? attributes : throw Started.Refusal(error);
    }

    private static delegate* unmanaged<void*, int, int> Symbol(string name) =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), name, out var address)
            ? (delegate* unmanaged<void*, int, int>)address
            : null;

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(void* actions, int from, int to);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(void* attributes, void* signals);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [LibraryImport("libc")]
    private static partial int sigfillset(void* signals);
}

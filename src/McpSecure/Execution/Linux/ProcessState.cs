using System.Buffers.Text;
using System.Globalization;
using FileCalls = McpSecure.Files.Linux.Libc;

namespace McpSecure.Execution.Linux;

/// <summary>What <c>/proc</c> says of a process at a moment.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Parent">The number of its parent.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Session">Its session.</param>
/// <param name="Start">When it started, in ticks since the machine did: with the number, it says which process this is.</param>
/// <param name="IsZombie">Whether its first thread has ended.</param>
/// <param name="Threads">How many threads it has.</param>
internal readonly record struct ProcessState(int Id, int Parent, int Group, int Session, ulong Start, bool IsZombie, int Threads)
{
    private const int StatBytes = 1024;
    private const int FieldsBeforeThreads = 17;

    /// <summary>Gets a value indicating whether it has ended, and waits to be reaped. A process goes on without its first thread.</summary>
    public bool IsDead => IsZombie && Threads <= 1;

    /// <summary>Reads the state of a process.</summary>
    /// <returns>Whether there is such a process.</returns>
    public static bool TryRead(int id, out ProcessState state)
    {
        state = default;
        Span<byte> buffer = stackalloc byte[StatBytes];
        var text = ReadStart(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"), buffer);

        // The name stands in parentheses, and may hold anything, parentheses too.
        var rest = text[(text.LastIndexOf((byte)')') + 1)..];
        if (rest.Length < 3)
        {
            return false;
        }

        var isZombie = rest[1] is (byte)'Z' or (byte)'X';
        rest = rest[3..];
        var (parent, group, session) = ((int)Next(ref rest), (int)Next(ref rest), (int)Next(ref rest));
        for (var field = 4; field < FieldsBeforeThreads; field++)
        {
            Next(ref rest);
        }

        var (threads, _, start) = ((int)Next(ref rest), Next(ref rest), Next(ref rest));
        state = new ProcessState(id, parent, group, session, start, isZombie, threads);
        return true;
    }

    /// <summary>The number that was given to a process or a thread last, or -1.</summary>
    public static int LastId()
    {
        Span<byte> buffer = stackalloc byte[128];
        var text = ReadStart("/proc/loadavg", buffer).TrimEnd((byte)'\n');
        return Utf8Parser.TryParse(text[(text.LastIndexOf((byte)' ') + 1)..], out int id, out _) ? id : -1;
    }

    /// <summary>Whether the environment with which it was started holds these bytes.</summary>
    public bool HasInEnvironment(ReadOnlySpan<byte> mark)
    {
        if (!IsZombie)
        {
            return Holds(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/environ"), mark);
        }

        // Without its first thread it still has the memory, and shows it with the others.
        try
        {
            foreach (var thread in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{Id}/task")))
            {
                if (Holds(thread + "/environ", mark))
                {
                    return true;
                }
            }
        }
        catch (IOException)
        {
            // It has ended meanwhile.
        }

        return false;
    }

    private static bool Holds(string path, ReadOnlySpan<byte> mark)
    {
        using var file = new Files.Linux.Descriptor(Open(path));
        Span<byte> buffer = stackalloc byte[4096];
        var kept = 0;
        while (file.IsOpen && Libc.Read(file.Value, buffer[kept..]) is > 0 and var read)
        {
            var text = buffer[..(kept + read)];
            if (text.IndexOf(mark) >= 0)
            {
                return true;
            }

            // It may lie across two reads.
            kept = Math.Min(mark.Length - 1, text.Length);
            text[^kept..].CopyTo(buffer);
        }

        return false;
    }

    private static Span<byte> ReadStart(string path, Span<byte> buffer)
    {
        using var file = new Files.Linux.Descriptor(Open(path));
        return file.IsOpen && Libc.Read(file.Value, buffer) is > 0 and var length ? buffer[..length] : [];
    }

    private static int Open(string path) => FileCalls.OpenAt(FileCalls.CurrentDirectory, ProgramFile.Terminated(path), FileCalls.ReadOnly);

    private static ulong Next(ref Span<byte> rest)
    {
        var end = rest.IndexOf((byte)' ');
        var field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return Utf8Parser.TryParse(field, out ulong value, out _) ? value : 0;
    }
}

using McpSecure.Execution.Running;

namespace McpSecure.Execution.Linux;

/// <summary>A descriptor that becomes readable when somebody wakes the thread that polls it.</summary>
internal sealed class WakeUp : IWakeUp, IDisposable
{
    private readonly Lock _lock = new();
    private int _descriptor = Started.OrThrow(Libc.CreateEvent());

    public int Descriptor => _descriptor;

    public void Set()
    {
        // A timer may fire after the thread has gone, when the number belongs to something else.
        lock (_lock)
        {
            if (_descriptor >= 0)
            {
                _ = Libc.Write(_descriptor, [1, 0, 0, 0, 0, 0, 0, 0]);
            }
        }
    }

    public void Reset()
    {
        Span<byte> count = stackalloc byte[8];
        _ = Libc.Read(_descriptor, count);
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Files.Linux.Libc.Close(_descriptor);
            _descriptor = -1;
        }
    }
}

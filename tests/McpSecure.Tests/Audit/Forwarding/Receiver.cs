using System.Collections.Concurrent;
using McpSecure.Journal;

namespace McpSecure.Tests.Audit.Forwarding;

/// <summary>A receiver that fails and hangs when it is told to.</summary>
internal sealed class Receiver(string name = "receiver") : IJournalReceiver
{
    private readonly ConcurrentQueue<long> _had = new();
    private int _calls;
    private int _running;

    public string Name { get; } = name;

    /// <summary>Gets or sets what a call does before it takes the records.</summary>
    public Func<IReadOnlyList<JournalRecord>, CancellationToken, Task> Before { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>Gets or sets what it does after it has them.</summary>
    public Func<Task> After { get; set; } = static () => Task.CompletedTask;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets the most calls that there were at once.</summary>
    public int AtOnce { get; private set; }

    /// <summary>Gets what it was given, duplicates too.</summary>
    public IReadOnlyList<long> Had => [.. _had];

    public IEnumerable<long> Set => _had.Distinct().Order();

    public string? Chain { get; private set; }

    public async ValueTask ReceiveAsync(string chain, IReadOnlyList<JournalRecord> records, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        AtOnce = Math.Max(AtOnce, Interlocked.Increment(ref _running));
        try
        {
            await Before(records, cancellationToken);
            Chain = chain;
            foreach (var record in records)
            {
                _had.Enqueue(record.Sequence);
            }

            await After();
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}

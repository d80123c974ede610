using System.Collections.Concurrent;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>A sink that keeps what it gets, and fails when it is told to.</summary>
internal sealed class Ledger(Ran ran) : IAuditSink
{
    private readonly ConcurrentQueue<(AuditEntry Entry, int Ran)> _entries = [];

    /// <summary>Gets or sets which entries it cannot take.</summary>
    public Func<AuditEntry, bool> Fails { get; set; } = static _ => false;

    /// <summary>Gets or sets what taking an entry waits for.</summary>
    public Func<AuditEntry, Task> Waits { get; set; } = static _ => Task.CompletedTask;

    public IReadOnlyList<AuditEntry> Entries => [.. _entries.Select(static entry => entry.Entry)];

    /// <summary>How often the code had run when the entry came.</summary>
    public int RanAt(AuditEntry entry) => _entries.First(one => ReferenceEquals(one.Entry, entry)).Ran;

    public async ValueTask WriteAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await Waits(entry).WaitAsync(cancellationToken);
        if (Fails(entry))
        {
            throw new IOException("The disk of the ledger at /var/secret is full.");
        }

        _entries.Enqueue((entry, ran.Entries.Count));
    }
}

using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>
/// Decides which refusals have entries of their own. Whoever is refused a million times must not fill the disk on which the calls of others are kept: of each
/// caller and code the first of a minute are kept, of all together some more, and the others are counted in a summary when the minute is over.
/// </summary>
internal sealed class RefusalTally(TimeProvider time) : IDisposable, IAsyncDisposable
{
    /// <summary>The entries that one caller gets for one code within a minute.</summary>
    private const int MostOfOne = 10;

    /// <summary>The entries of all of them within a minute.</summary>
    private const int MostOfAll = 100;

    /// <summary>The summaries within a minute. Callers beyond share one for each code.</summary>
    private const int MostSummaries = 64;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Caller, string Code), Tally> _tallies = [];
    private ITimer? _timer;
    private Func<AuditEntry, Task>? _keep;
    private int _kept;

    /// <summary>Counts a refusal.</summary>
    /// <param name="record">The refusal.</param>
    /// <param name="keep">Keeps the summaries when the minute is over.</param>
    /// <returns>Whether it gets an entry of its own.</returns>
    public bool TryCount(AuditRecord record, Func<AuditEntry, Task> keep)
    {
        var now = time.GetUtcNow();
        var code = record.Code is { } refused ? Wire.NameOf(refused) : AuditNames.NameOf(record.Outcome);
        lock (_lock)
        {
            _keep = keep;
            _timer ??= time.CreateTimer(static tally => ((RefusalTally)tally!).End(), this, Minute, Timeout.InfiniteTimeSpan);
            var tally = TallyOf(record, code, now);
            if (tally.Kept < MostOfOne && _kept < MostOfAll)
            {
                tally.Kept++;
                _kept++;
                return true;
            }

            tally.Since = tally.Count == 0 ? now : tally.Since;
            tally.Count++;
            return false;
        }
    }

    /// <summary>Keeps the summaries now.</summary>
    public async Task FlushAsync()
    {
        foreach (var summary in Take(out var keep))
        {
            await keep!(summary).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps the summaries. The sinks are there: they were made before this.</summary>
    public async ValueTask DisposeAsync()
    {
        await FlushAsync().ConfigureAwait(false);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void End() => _ = FlushAsync();

    private Tally TallyOf(AuditRecord record, string code, DateTimeOffset now)
    {
        var key = (record.Caller.Key, code);
        if (_tallies.TryGetValue(key, out var tally))
        {
            return tally;
        }

        if (_tallies.Count < MostSummaries)
        {
            return _tallies[key] = new Tally(record.Caller.Subject) { Since = now };
        }

        var shared = (string.Empty, code);
        return _tallies.TryGetValue(shared, out tally) ? tally : _tallies[shared] = new Tally(Wire.Other) { Since = now };
    }

    private List<AuditEntry> Take(out Func<AuditEntry, Task>? keep)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            keep = _keep;
            List<AuditEntry> summaries =
            [
                .. _tallies.Where(static tally => tally.Value.Count > 0).Select(tally => new AuditEntry
                {
                    Kind = AuditEntryKind.Summary,
                    Time = now,
                    Since = tally.Value.Since,
                    Method = Wire.Other,
                    User = tally.Value.User,
                    Outcome = AuditNames.NameOf(CallOutcome.Refused),
                    Code = tally.Key.Code,
                    Count = tally.Value.Count,
                }),
            ];
            _tallies.Clear();
            _kept = 0;
            _timer?.Dispose();
            _timer = null;
            return summaries;
        }
    }

    private sealed class Tally(string? user)
    {
        public string? User { get; } = user;

        public int Kept { get; set; }

        public long Count { get; set; }

        public DateTimeOffset Since { get; set; }
    }
}

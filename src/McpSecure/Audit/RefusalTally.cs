using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>
/// Decides which refusals have entries of their own. Whoever is refused a million times must not fill the disk on which the calls of others are kept: of each
/// person the first of a minute are kept, of all together some more, and the others are counted in a summary when the minute is over.
/// </summary>
/// <remarks>A person, not a caller: of clients he may register as many as he likes.</remarks>
internal sealed class RefusalTally(TimeProvider time) : IDisposable, IAsyncDisposable
{
    /// <summary>The entries that one person gets for one code within a minute.</summary>
    private const int MostOfCode = 10;

    /// <summary>The entries that one person gets within a minute.</summary>
    private const int MostOfPerson = 30;

    /// <summary>The entries of all of them within a minute.</summary>
    private const int MostOfAll = 100;

    /// <summary>The summaries within a minute. People beyond share one for each code.</summary>
    private const int MostSummaries = 64;

    /// <summary>How many of both are for those who have hardly any, or none, yet: some who are refused in every way there is take neither detail nor name of the others.</summary>
    private const int HeldBack = 30;
    private const int HardlyAny = 3;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);
    private Person _others = new(Wire.Other);
    private ITimer? _timer;
    private Func<AuditEntry, Task>? _keep;
    private int _tallies;
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
            var tally = TallyOf(record.Caller, code, now, out var person);
            if (tally.Kept < MostOfCode && person.Kept < MostOfPerson && _kept < (person.Kept < HardlyAny ? MostOfAll : MostOfAll - HeldBack))
            {
                tally.Kept++;
                person.Kept++;
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

    private Tally TallyOf(Caller caller, string code, DateTimeOffset now, out Person person)
    {
        if (_people.TryGetValue(caller.Person, out var known) && known.Tallies.TryGetValue(code, out var tally))
        {
            person = known;
            return tally;
        }

        person = _others;
        if (_tallies < (known is null ? MostSummaries : MostSummaries - HeldBack))
        {
            _tallies++;
            person = known ?? (_people[caller.Person] = new Person(caller.Subject));
        }

        return person.Tallies.TryGetValue(code, out tally) ? tally : person.Tallies[code] = new Tally { Since = now };
    }

    private List<AuditEntry> Take(out Func<AuditEntry, Task>? keep)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            keep = _keep;
            List<AuditEntry> summaries =
            [
                .. from person in _people.Values.Append(_others)
                   from tally in person.Tallies
                   where tally.Value.Count > 0
                   select new AuditEntry
                   {
                       Kind = AuditEntryKind.Summary,
                       Time = now,
                       Since = tally.Value.Since,
                       Method = Wire.Other,
                       User = person.User,
                       Outcome = AuditNames.NameOf(CallOutcome.Refused),
                       Code = tally.Key,
                       Count = tally.Value.Count,
                   },
            ];
            _people.Clear();
            _others = new Person(Wire.Other);
            _tallies = 0;
            _kept = 0;
            _timer?.Dispose();
            _timer = null;
            return summaries;
        }
    }

    private sealed class Person(string? user)
    {
        public string? User { get; } = user;

        /// <summary>Gets what is counted, by code.</summary>
        public Dictionary<string, Tally> Tallies { get; } = new(StringComparer.Ordinal);

        public int Kept { get; set; }
    }

    private sealed class Tally
    {
        public int Kept { get; set; }

        public long Count { get; set; }

        public DateTimeOffset Since { get; set; }
    }
}

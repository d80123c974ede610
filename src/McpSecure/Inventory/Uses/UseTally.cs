namespace McpSecure.Inventory.Uses;

/// <summary>Counts the use of one primitive, or of one by callers in one role.</summary>
internal sealed class UseTally(CallerBudget budget)
{
    private const int MostCallers = 1000;
    private const int Shown = 10;

    private readonly Dictionary<string, CallerTally> _callers = new(StringComparer.Ordinal);
    private CallerTally? _anonymous;
    private long _calls;
    private long _observed;
    private long _refusals;
    private DateTimeOffset? _last;
    private bool _hasMore;

    public void Ran(string? user, DateTimeOffset time, bool begins, bool isObserved)
    {
        _calls += begins ? 1 : 0;
        _observed += begins && isObserved ? 1 : 0;
        _last = time > _last ? time : _last ?? time;
        CallerOf(user)?.Ran(time, begins);
    }

    public void Refused() => _refusals++;

    public ReportedUse ToUse()
    {
        ReportedCaller[] callers =
        [
            .. _callers.Select(caller => caller.Value.ToCaller(caller.Key)).Concat(_anonymous is null ? [] : [_anonymous.ToCaller(user: null)])
                .OrderByDescending(caller => caller.Calls).ThenBy(caller => caller.User, StringComparer.Ordinal),
        ];
        return new ReportedUse
        {
            Calls = _calls,
            ObservedCalls = _observed,
            Refusals = _refusals,
            LastUse = _last,
            Callers = [.. callers.Take(Shown)],
            OtherCallers = Math.Max(0, callers.Length - Shown),
            HasMoreCallers = _hasMore,
        };
    }

    private CallerTally? CallerOf(string? user)
    {
        if (user is null)
        {
            return _anonymous ??= new CallerTally();
        }

        var name = budget.Name(user);
        if (_callers.TryGetValue(name, out var known))
        {
            return known;
        }

        if (_callers.Count < MostCallers && budget.TryTake())
        {
            return _callers[name] = new CallerTally();
        }

        _hasMore = true;
        return null;
    }

    private sealed class CallerTally
    {
        private long _calls;
        private DateTimeOffset _last;

        public void Ran(DateTimeOffset time, bool begins)
        {
            _calls += begins ? 1 : 0;
            _last = time > _last ? time : _last;
        }

        public ReportedCaller ToCaller(string? user) => new(user, _calls, _last);
    }
}

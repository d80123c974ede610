using McpSecure.Journal;

namespace McpSecure.Inventory.Uses;

/// <summary>Counts what the records of a journal say of what a report lists. Its memory is bounded by the report, not by the journal.</summary>
internal sealed class JournalTally
{
    private readonly Dictionary<(PrimitiveKind Kind, string Name), Row> _rows = [];
    private readonly CallChains _chains = new();
    private readonly EntryFields _entry = new();
    private readonly DateTimeOffset _since;
    private readonly McpSecurityReport _report;

    public JournalTally(McpSecurityReport report, DateTimeOffset? since)
    {
        var budget = new CallerBudget();
        (_report, _since) = (report, since ?? DateTimeOffset.MinValue);
        foreach (var primitive in report.Primitives)
        {
            _rows.TryAdd((FamilyOf(primitive.Kind), primitive.Name), new Row(primitive, budget));
        }
    }

    /// <summary>Gets how many refusals are only counted.</summary>
    public long CountedRefusals { get; private set; }

    /// <summary>Gets how many calls are of names that the report does not have.</summary>
    public long OtherCalls { get; private set; }

    public long Unreadable { get; private set; }

    public void Add(JournalRecord record)
    {
        if (record.Own is not null)
        {
            return;
        }

        if (!_entry.TryRead(record.Record.Span))
        {
            Unreadable++;
            return;
        }

        // What came before the period is followed as well: a call that began before and goes on within is no second call.
        var begins = _chains.Begins(_entry);
        if (record.Time >= _since)
        {
            Count(record.Time, begins);
        }
    }

    /// <summary>The report with what was counted. Where nothing is kept of the use, nothing is said of it.</summary>
    public McpSecurityReport Join(ReportedJournal journal) => _report with
    {
        Journal = journal,
        Primitives = [.. _report.Primitives.Select(primitive => _rows[(FamilyOf(primitive.Kind), primitive.Name)].Join(primitive))],
    };

    private void Count(DateTimeOffset time, bool begins)
    {
        if (_entry.Kind == AuditEntryKind.Summary)
        {
            CountedRefusals += Math.Max(0, _entry.Count);
            return;
        }

        if (_entry.Target == PrimitiveKind.None || _entry.Name is not { } name)
        {
            return;
        }

        if (!_rows.TryGetValue((_entry.Target, name), out var row))
        {
            OtherCalls += begins ? 1 : 0;
            return;
        }

        if (_entry.Kind == AuditEntryKind.Intent)
        {
            row.Ran(_entry, time, begins);
        }
        else if (_entry.IsRefused)
        {
            row.Refused(_entry);
        }
    }

    /// <summary>A record says of a resource under which template the server holds it, and not of which kind that is.</summary>
    private static PrimitiveKind FamilyOf(PrimitiveKind kind) => kind == PrimitiveKind.ResourceTemplate ? PrimitiveKind.Resource : kind;

    private sealed class Row
    {
        private static readonly List<string> Nameless = [string.Empty];

        private readonly Dictionary<string, UseTally> _roles;
        private readonly UseTally _all;

        public Row(ReportedPrimitive primitive, CallerBudget budget)
        {
            _all = new UseTally(budget);
            _roles = primitive.Grants.DistinctBy(grant => grant.Role, StringComparer.Ordinal).ToDictionary(grant => grant.Role, _ => new UseTally(budget), StringComparer.Ordinal);
        }

        public void Ran(EntryFields entry, DateTimeOffset time, bool begins)
        {
            _all.Ran(entry.User, time, begins, entry.IsObserved);
            foreach (var role in RolesOf(entry))
            {
                _roles.GetValueOrDefault(role)?.Ran(entry.User, time, begins, entry.IsObserved);
            }
        }

        public void Refused(EntryFields entry)
        {
            _all.Refused();
            foreach (var role in RolesOf(entry))
            {
                _roles.GetValueOrDefault(role)?.Refused();
            }
        }

        public ReportedPrimitive Join(ReportedPrimitive primitive) => primitive.IsRegistered
            ? primitive with
            {
                Use = primitive.Grants.All(grant => grant.AuditLevel == AuditLevel.None) ? null : _all.ToUse(),
                Grants = [.. primitive.Grants.Select(grant => grant.AuditLevel == AuditLevel.None ? grant : grant with { Use = _roles[grant.Role].ToUse() })],
            }
            : primitive;

        /// <summary>A caller of a server without roles has none, and the report knows him by the empty name.</summary>
        private static List<string> RolesOf(EntryFields entry) => entry.Roles.Count == 0 ? Nameless : entry.Roles;
    }
}

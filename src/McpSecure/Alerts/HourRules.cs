using System.Collections.Frozen;

namespace McpSecure.Alerts;

/// <summary>Whether a caller is expected at this time.</summary>
internal sealed class HourRules
{
    private const string Everybody = "*";

    private readonly FrozenDictionary<string, Schedule> _ofRoles;
    private readonly Schedule? _ofOthers;

    public HourRules(IDictionary<string, AlertHoursOptions> hours)
    {
        _ofRoles = hours.Where(entry => !string.Equals(entry.Key, Everybody, StringComparison.Ordinal)).ToFrozenDictionary(entry => entry.Key, entry => new Schedule(entry.Value), StringComparer.Ordinal);
        _ofOthers = hours.TryGetValue(Everybody, out var others) ? new Schedule(others) : null;
    }

    public bool IsEmpty => _ofRoles.Count == 0 && _ofOthers is null;

    /// <summary>Whether the caller is not expected.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="ticks">The time, UTC.</param>
    public bool IsOutside(Caller caller, long ticks)
    {
        var hasHours = false;
        for (var index = 0; index < caller.Roles.Count; index++)
        {
            if (_ofRoles.TryGetValue(caller.Roles[index], out var schedule))
            {
                if (schedule.IsOpen(ticks))
                {
                    return false;
                }

                hasHours = true;
            }
        }

        return hasHours || _ofOthers?.IsOpen(ticks) == false;
    }
}

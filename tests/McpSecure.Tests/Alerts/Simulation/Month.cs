namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>The calendar of thirty days in one place: weekdays, a public holiday, the changes of the clock, and the minutes in which a deployment breaks a tool.</summary>
internal sealed class Month
{
    public const int Days = 30;
    public const int Tools = 30;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private readonly DateOnly _first;
    private readonly int _publicHoliday;
    private readonly int _withdrawn;
    private readonly long _withdrawnFrom;
    private readonly List<(int Tool, long From, long Until)> _deployments = [];

    public Month(Dice dice)
    {
        _first = new DateOnly(2026, 1, 5).AddDays(dice.Between(0, 360));
        _publicHoliday = dice.Is(0.5) ? dice.Between(0, Days - 1) : -1;
        _withdrawn = dice.Between(0, Tools - 1);
        _withdrawnFrom = Ticks(dice.Between(0, Days - 1), dice.Between(9.0, 17.0));
        CampaignDay = dice.Between(0, Days - 1);
        for (var day = 0; day < Days; day++)
        {
            if (IsWorkday(day) && dice.Is(0.4))
            {
                var from = Ticks(day, dice.Between(9.0, 17.0));
                _deployments.Add((dice.Between(0, Tools - 1), from, from + (long)(dice.Between(60.0, 240.0) * TimeSpan.TicksPerSecond)));
            }
        }
    }

    /// <summary>Gets the day on which customers ask three times as much.</summary>
    public int CampaignDay { get; }

    public bool IsWorkday(int day) => day != _publicHoliday && _first.AddDays(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public DayOfWeek WeekdayOf(int day) => _first.AddDays(day).DayOfWeek;

    /// <summary>The moment at an hour of a day by the clock on the wall; an hour that the change of the clock leaves out is the next.</summary>
    public long Ticks(int day, double hour)
    {
        var local = _first.AddDays(day).ToDateTime(TimeOnly.MinValue).AddHours(hour);
        local = _zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return TimeZoneInfo.ConvertTimeToUtc(local, _zone).Ticks;
    }

    /// <summary>Whether a tool has been taken away from people within the last two days: after that their agents have noticed.</summary>
    public bool IsWithdrawn(int tool, long ticks) => tool == _withdrawn && ticks >= _withdrawnFrom && ticks < _withdrawnFrom + (2 * TimeSpan.TicksPerDay);

    public bool IsBroken(int tool, long ticks)
    {
        foreach (var deployment in _deployments)
        {
            if (deployment.Tool == tool && ticks >= deployment.From && ticks < deployment.Until)
            {
                return true;
            }
        }

        return false;
    }
}

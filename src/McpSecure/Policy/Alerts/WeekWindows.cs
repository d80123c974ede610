using System.Collections;
using System.Globalization;

namespace McpSecure.Policy.Alerts;

/// <summary>The minutes of a week that are inside the windows of some hours, by the clock on the wall.</summary>
internal sealed class WeekWindows
{
    private const int MinutesOfDay = 24 * 60;
    private const int MinutesOfWeek = 7 * MinutesOfDay;

    private readonly BitArray _open = new(MinutesOfWeek);

    private WeekWindows()
    {
    }

    /// <summary>The windows of each day, Sunday first, as they are configured.</summary>
    public static string?[] Days(AlertHoursOptions hours) =>
        [hours.Sunday, hours.Monday, hours.Tuesday, hours.Wednesday, hours.Thursday, hours.Friday, hours.Saturday];

    /// <summary>Reads the hours. They have been checked: a text that cannot be read counts as closed.</summary>
    public static WeekWindows Of(AlertHoursOptions hours)
    {
        var week = new WeekWindows();
        foreach (var (day, text) in Days(hours).Index())
        {
            foreach (var (first, last) in text is not null && TryRead(text, out var windows) ? windows : [])
            {
                week.Open(day * MinutesOfDay, first, last);
            }
        }

        return week;
    }

    /// <summary>Whether a moment is inside.</summary>
    /// <param name="local">By the clock on the wall.</param>
    public bool Contains(DateTime local) => _open[((int)local.DayOfWeek * MinutesOfDay) + (int)local.TimeOfDay.TotalMinutes];

    /// <summary>Whether a text is windows of a day, such as <c>08:00-12:00, 13:00-17:30</c>.</summary>
    public static bool IsValid(string text) => TryRead(text, out _);

    private static bool TryRead(string text, out List<(int First, int Last)> windows)
    {
        windows = [];
        foreach (var part in text.Split(','))
        {
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0 || !TryReadTime(part[..dash], out var first) || !TryReadTime(part[(dash + 1)..], out var last) || first == last || first == MinutesOfDay)
            {
                return false;
            }

            windows.Add((first, last));
        }

        return true;
    }

    private static bool TryReadTime(string text, out int minute)
    {
        var time = text.Trim();
        minute = MinutesOfDay;
        if (string.Equals(time, "24:00", StringComparison.Ordinal))
        {
            return true;
        }

        var isTime = TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        minute = (read.Hour * 60) + read.Minute;
        return isTime;
    }

    private void Open(int midnight, int first, int last)
    {
        var end = last < first ? last + MinutesOfDay : last; // it ends on the next day
        for (var minute = first; minute < end; minute++)
        {
            _open[(midnight + minute) % MinutesOfWeek] = true;
        }
    }
}

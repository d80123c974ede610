using McpSecure.Policy.Alerts;

namespace McpSecure.Alerts;

/// <summary>The windows of some hours on the clock of their place. What was asked last is remembered: it is asked again within the same minute. Thread-safe.</summary>
internal sealed class Schedule(AlertHoursOptions hours)
{
    private readonly WeekWindows _windows = WeekWindows.Of(hours);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.TryFindSystemTimeZoneById(hours.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The minute, and in the lowest bit whether it is inside.</summary>
    private long _last = -1;

    public bool IsOpen(long ticks)
    {
        var minute = ticks / TimeSpan.TicksPerMinute;
        var last = Volatile.Read(ref _last);
        if (last >> 1 == minute)
        {
            return (last & 1) != 0;
        }

        // Zones and their changes are whole minutes.
        var isOpen = _windows.Contains(TimeZoneInfo.ConvertTimeFromUtc(new DateTime(ticks, DateTimeKind.Utc), _zone));
        Volatile.Write(ref _last, (minute << 1) | (isOpen ? 1L : 0L));
        return isOpen;
    }
}

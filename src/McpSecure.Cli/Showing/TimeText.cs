using System.Globalization;

namespace McpSecure.Cli.Showing;

/// <summary>A time on the command line: a date, a time, or how long ago.</summary>
internal static class TimeText
{
    public const string Forms = "2026-08-01, 2026-08-01T14:30, 2026-08-01T14:30:00+02:00 (UTC without an offset), or how long ago: 30s, 15m, 2h, 7d";

    private static readonly string[] Exact =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time) =>
        TryAgo(text, now, out time) ||
        DateTimeOffset.TryParseExact(text, Exact, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    private static bool TryAgo(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var seconds = text[^1] switch { 's' => 1L, 'm' => 60L, 'h' => 3600L, 'd' => 86_400L, _ => 0L } * number;
        time = seconds <= (now - DateTimeOffset.MinValue).TotalSeconds ? now.AddSeconds(-seconds) : DateTimeOffset.MinValue;
        return text[^1] is 's' or 'm' or 'h' or 'd';
    }
}

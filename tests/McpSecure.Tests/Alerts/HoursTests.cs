namespace McpSecure.Tests.Alerts;

/// <summary>Somebody comes when nobody should, by the clock of the place.</summary>
public sealed class HoursTests
{
    private const string Day = "08:00-18:00";

    [Theory]
    [InlineData("2026-08-03T05:59:00Z", true)] // 07:59 in Berlin
    [InlineData("2026-08-03T06:00:00Z", false)]
    [InlineData("2026-08-03T15:59:00Z", false)]
    [InlineData("2026-08-03T16:00:00Z", true)]
    [InlineData("2026-08-01T10:00:00Z", true)] // a Saturday
    public Task The_clock_is_that_of_the_place(string time, bool isTold) => Hold(new() { TimeZone = "Europe/Berlin", Monday = Day, Tuesday = Day }, time, isTold);

    [Theory]
    [InlineData("2026-03-27T07:30:00Z", false)] // Friday 08:30 in winter
    [InlineData("2026-03-30T06:30:00Z", false)] // Monday 08:30 in summer
    [InlineData("2026-03-27T06:30:00Z", true)]
    [InlineData("2026-03-30T05:30:00Z", true)]
    [InlineData("2026-03-30T16:30:00Z", true)] // 18:30; an hour later than by the clock of winter
    public Task The_hours_move_with_the_clock(string time, bool isTold) => Hold(new() { TimeZone = "Europe/Berlin", Monday = Day, Friday = Day }, time, isTold);

    [Theory]
    [InlineData("2026-10-25T00:30:00Z", false)] // 02:30 in summer
    [InlineData("2026-10-25T01:30:00Z", false)] // 02:30 again, in winter
    [InlineData("2026-10-25T02:00:00Z", true)] // 03:00
    [InlineData("2026-03-29T00:59:00Z", true)] // 01:59
    [InlineData("2026-03-29T01:00:00Z", true)] // 03:00 at once: the window does not come on this day
    public Task An_hour_that_comes_twice_is_inside_twice_and_one_that_is_left_out_never(string time, bool isTold) =>
        Hold(new() { TimeZone = "Europe/Berlin", Sunday = "02:00-03:00" }, time, isTold);

    [Theory]
    [InlineData("2026-08-03T21:59:00Z", true)]
    [InlineData("2026-08-03T22:00:00Z", false)]
    [InlineData("2026-08-04T05:59:00Z", false)] // Tuesday morning, in the window that began on Monday
    [InlineData("2026-08-04T06:00:00Z", true)]
    [InlineData("2026-08-04T23:00:00Z", true)]
    public Task A_window_may_go_on_into_the_next_day(string time, bool isTold) => Hold(new() { Monday = "22:00-06:00" }, time, isTold);

    [Theory]
    [InlineData("2026-08-03T11:30:00Z", false)]
    [InlineData("2026-08-03T12:30:00Z", true)]
    [InlineData("2026-08-03T23:59:59Z", false)]
    public Task A_day_may_have_several_windows(string time, bool isTold) => Hold(new() { Monday = "08:00-12:00, 13:00-24:00" }, time, isTold);

    [Theory]
    [InlineData("clerk", true)]
    [InlineData("guard", false)] // the watch is on at night
    [InlineData("clerk,guard", false)] // one of his roles expects him
    [InlineData("other", true)] // everybody else
    [InlineData("", true)]
    public async Task One_role_that_expects_him_is_enough(string roles, bool isTold)
    {
        await using var watched = new Watched(options =>
        {
            options.Hours["clerk"] = new() { Monday = Day };
            options.Hours["guard"] = new() { Monday = "00:00-24:00" };
            options.Hours["*"] = new() { Monday = "00:00-01:00" };
        });
        watched.Time.SetUtcNow(DateTimeOffset.Parse("2026-08-03T20:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        watched.See(Watched.Someone("ann", roles.Split(',')));

        Assert.Equal(isTold ? ["outside_hours"] : [], (await watched.AlertsAsync()).Select(alert => alert.Rule));
    }

    private static async Task Hold(AlertHoursOptions hours, string time, bool isTold)
    {
        await using var watched = new Watched(options => options.Hours["clerk"] = hours);
        watched.Time.SetUtcNow(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
        watched.See(Watched.Someone("ann", "clerk"));

        Assert.Equal(isTold ? ["outside_hours"] : [], (await watched.AlertsAsync()).Select(alert => alert.Rule));
    }
}

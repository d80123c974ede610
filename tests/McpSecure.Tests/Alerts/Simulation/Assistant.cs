namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>A service that answers customers around the clock, more of them by day.</summary>
internal sealed class Assistant : Actor
{
    private readonly double _busiest;

    public Assistant(int number, Dice dice)
        : base(number, new Caller { Issuer = "https://login.example", Subject = $"assistant-{number}", Client = "service", Roles = ["service"] })
    {
        TakeTools(dice.Between(4, 8), dice);
        _busiest = dice.Between(2.0, 8.0);
    }

    public override void Live(int day, Month month, Dice dice, List<Happening> happenings)
    {
        var end = month.Ticks(day + 1, 0);
        var begin = month.Ticks(day, 0);
        var demand = (month.IsWorkday(day) ? 1 : 0.5) * (day == month.CampaignDay ? 3 : 1);
        for (var ticks = begin; ticks < end;)
        {
            var hour = (ticks - begin) / (double)TimeSpan.TicksPerHour;
            var perMinute = demand * _busiest * (0.1 + (0.9 * Math.Max(0, Math.Sin((hour - 6) / 16 * Math.PI))));
            ticks += (long)(dice.Wait(60 / perMinute) * TimeSpan.TicksPerSecond);
            Call(ticks, Tools[dice.Zipf(Tools.Count)], dice.Zipf(Values), 0.03, month, dice, happenings);
        }
    }
}

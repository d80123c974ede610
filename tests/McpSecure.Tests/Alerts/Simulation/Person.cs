using McpSecure.Calls;

namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>A person at a desk, with an agent that works in bursts: weekdays, lunch, holidays, now and then a long evening.</summary>
internal sealed class Person : Actor
{
    private readonly double _begins;
    private readonly double _sessions;
    private readonly double _pause;
    private readonly int _joins;
    private readonly (int First, int Last) _holiday = (-1, -1);

    public Person(int number, Dice dice, int joins = 0)
        : base(number, new Caller { Issuer = "https://login.example", Subject = $"person-{number}", Roles = ["clerk"] })
    {
        TakeTools(dice.Between(6, 14), dice);
        _begins = dice.Between(7.5, 9.5);
        _sessions = dice.Between(3.0, 10.0);
        _pause = dice.Between(4.0, 15.0);
        _joins = joins;
        if (dice.Is(0.4))
        {
            var first = dice.Between(0, Month.Days - 1);
            _holiday = (first, first + dice.Between(3, 12));
        }
    }

    public override void Live(int day, Month month, Dice dice, List<Happening> happenings)
    {
        var isAway = day < _joins || (day >= _holiday.First && day <= _holiday.Last && _holiday.First >= 0);
        var worksOnSaturday = month.WeekdayOf(day) == DayOfWeek.Saturday && dice.Is(0.03);
        if (isAway || (!month.IsWorkday(day) && !worksOnSaturday))
        {
            return;
        }

        if (dice.Is(0.02))
        {
            TakeTools(Tools.Count + 1, dice); // something new
        }

        var ends = worksOnSaturday ? 13 : dice.Is(0.05) ? 21 : _begins + 9;
        ends = dice.Is(0.001) ? 23.5 : ends; // a release that went wrong
        var begins = Math.Max(_begins, worksOnSaturday ? 9 : 0);
        for (var hour = begins + dice.Wait((ends - begins) / _sessions); hour < ends; hour += dice.Wait((ends - begins) / _sessions))
        {
            if (hour is < 12.2 or > 13)
            {
                Session(month.Ticks(day, hour), month, dice, happenings);
            }
        }
    }

    private void Session(long ticks, Month month, Dice dice, List<Happening> happenings)
    {
        var size = dice.Between(0.0, 1.0);
        var (calls, pause) = size < 0.03 ? (dice.Between(100, 300), dice.Between(0.5, 1.2)) // several agents at once
            : size < 0.1 ? (dice.Between(60, 160), dice.Between(1.5, 5.0))
            : (dice.Between(3, 40), _pause);
        var mistakes = dice.Is(0.02) ? dice.Between(0.2, 0.5) : 0.02; // a tool that this model does not understand
        if (dice.Is(0.03))
        {
            Invent(dice.Between(1, 3), ticks, dice, happenings);
        }

        for (var call = 0; call < calls; call++)
        {
            ticks += (long)(dice.Wait(pause) * TimeSpan.TicksPerSecond);
            var tool = Tools[dice.Zipf(Tools.Count)];
            if (month.IsWithdrawn(tool, ticks))
            {
                happenings.Add(new(ticks, Number, tool, CallOutcome.Refused, RefusalCode.NotFound, 0)); // the list that this model has is old
                call += dice.Between(0, calls); // it gives up soon
                continue;
            }

            Call(ticks, tool, dice.Zipf(Values), mistakes, month, dice, happenings);
        }
    }

    /// <summary>The model asks for tools that do not exist.</summary>
    private void Invent(int times, long ticks, Dice dice, List<Happening> happenings)
    {
        for (var time = 0; time < times; time++)
        {
            ticks += (long)(dice.Wait(3) * TimeSpan.TicksPerSecond);
            happenings.Add(new(ticks, Number, -1, CallOutcome.Refused, RefusalCode.NotFound, 0));
        }
    }
}

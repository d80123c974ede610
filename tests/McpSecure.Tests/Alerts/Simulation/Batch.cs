namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>A job: each night, each hour or when something happens, more on Sundays, and twice as much after a night that it missed.</summary>
internal sealed class Batch : Actor
{
    private readonly BatchKind _kind;
    private readonly int _calls;
    private readonly double _perMinute;
    private readonly double _hour;
    private bool _hasMissed;

    public Batch(int number, BatchKind kind, Dice dice)
        : base(number, new Caller { Issuer = "https://login.example", Subject = $"batch-{number}", Client = "jobs", Roles = ["batch"] })
    {
        TakeTools(dice.Between(2, 5), dice);
        _kind = kind;
        _perMinute = dice.Between(30.0, 110.0);
        _hour = dice.Between(0.5, 4.5);
        _calls = kind == BatchKind.Nightly ? dice.Between(2000, 7000) : dice.Between(40, 150);
    }

    public override void Live(int day, Month month, Dice dice, List<Happening> happenings)
    {
        switch (_kind)
        {
            case BatchKind.Nightly:
                Night(day, month, dice, happenings);
                break;
            case BatchKind.Hourly:
                for (var hour = 0; hour < 24; hour++)
                {
                    Run(month.Ticks(day, hour + dice.Between(0.0, 0.05)), _calls, _perMinute, month, dice, happenings);
                }

                break;
            default:
                for (var time = dice.Between(3, 12); time > 0; time--)
                {
                    Run(month.Ticks(day, dice.Between(0.0, 23.5)), dice.Between(_calls, _calls * 4), dice.Between(1.0, 1.8) * _perMinute, month, dice, happenings);
                }

                break;
        }
    }

    private void Night(int day, Month month, Dice dice, List<Happening> happenings)
    {
        if (dice.Is(0.03))
        {
            _hasMissed = true;
            return;
        }

        var times = (month.WeekdayOf(day) == DayOfWeek.Sunday ? 2 : 1) * (_hasMissed ? 2 : 1) * dice.Between(0.8, 1.2);
        _hasMissed = false;
        Run(month.Ticks(day, _hour + dice.Between(0.0, 0.1)), (int)(_calls * times), _perMinute * dice.Between(0.9, 1.1), month, dice, happenings);
    }

    private void Run(long ticks, int calls, double perMinute, Month month, Dice dice, List<Happening> happenings)
    {
        var tool = Tools[dice.Zipf(Tools.Count)];
        for (var call = 0; call < calls; call++)
        {
            ticks += (long)(dice.Between(0.7, 1.3) * 60 / perMinute * TimeSpan.TicksPerSecond);
            Call(ticks, tool, call % Values, 0.005, month, dice, happenings);
        }
    }
}

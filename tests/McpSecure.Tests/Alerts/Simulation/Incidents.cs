using McpSecure.Calls;

namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>Plants what should be noticed: in the second half of the month, when it is known what is usual.</summary>
internal static class Incidents
{
    private const int FirstDay = 14;
    private static readonly RefusalCode[] Codes = [RefusalCode.NotAllowed, RefusalCode.InvalidArguments, RefusalCode.PathRefused, RefusalCode.NotFound, RefusalCode.SqlRefused];

    public static Incident[] Of(Month month, IReadOnlyList<Actor> actors, Dice dice)
    {
        Actor[] people = [.. actors.Where(actor => actor is Person)];
        Actor[] agents = [.. actors.Where(actor => actor is Person or Assistant)];
        return
        [
            Probe(dice.Of(agents), month, dice),
            Steal(dice.Of(people), month, dice),
            Scan(dice.Of(agents), month, dice),
            Loop(dice.Of(actors), month, dice),
            Enumerate(dice.Of(agents), month, dice),
        ];
    }

    private static Incident Probe(Actor actor, Month month, Dice dice)
    {
        var share = dice.Between(0.65, 0.98);
        var pause = dice.LogBetween(0.5, 8);
        return Plant(IncidentKind.RefusalBurst, actor, Workday(month, dice), dice.Between(9.0, 17.0), dice.Between(50, 200), pause, ["refusal_rate", "unknown_tools"], month, dice, _ =>
            dice.Is(share) ? (dice.Between(0, Month.Tools - 1), CallOutcome.Refused, dice.Of(Codes), 0) : (actor.Tools[0], CallOutcome.Completed, null, 0));
    }

    private static Incident Steal(Actor actor, Month month, Dice dice) => Plant(
        IncidentKind.StolenAtNight, actor, dice.Between(FirstDay, Month.Days - 2), dice.Between(23.0, 28.0), dice.Between(20, 200), dice.LogBetween(2, 20),
        ["outside_hours", "call_rate", "enumeration", "refusal_rate"], month, dice, _ => (dice.Of(actor.Tools), dice.Is(0.05) ? CallOutcome.ToolError : CallOutcome.Completed, null, dice.Zipf(Actor.Values)));

    private static Incident Scan(Actor actor, Month month, Dice dice) => Plant(
        IncidentKind.UnknownToolScan, actor, Workday(month, dice), dice.Between(9.0, 17.0), dice.Between(15, 100), dice.LogBetween(0.3, 15),
        ["unknown_tools", "refusal_rate"], month, dice, _ => (-1, CallOutcome.Refused, RefusalCode.NotFound, 0));

    private static Incident Loop(Actor actor, Month month, Dice dice)
    {
        var perMinute = dice.LogBetween(100, 550);
        var tool = dice.Of(actor.Tools);
        return Plant(
            IncidentKind.RunawayLoop, actor, Workday(month, dice), dice.Between(9.0, 17.0), (int)(perMinute * dice.LogBetween(30, 120)), 60 / perMinute, ["call_rate"], month, dice,
            _ => (tool, CallOutcome.Completed, null, 7));
    }

    private static Incident Enumerate(Actor actor, Month month, Dice dice)
    {
        var perMinute = dice.LogBetween(12, 100);
        var first = dice.Between(0, Actor.Values);
        return Plant(
            IncidentKind.Enumeration, actor, Workday(month, dice), dice.Between(8.0, 14.0), dice.Between(1200, 4000), 60 / perMinute, ["enumeration", "call_rate"], month, dice,
            call => (actor.Tools[0], dice.Is(0.05) ? CallOutcome.ToolError : CallOutcome.Completed, null, (first + call) % Actor.Values));
    }

    private static int Workday(Month month, Dice dice)
    {
        var day = dice.Between(FirstDay, Month.Days - 2);
        while (!month.IsWorkday(day))
        {
            day = dice.Between(FirstDay, Month.Days - 2);
        }

        return day;
    }

    private static Incident Plant(
        IncidentKind kind, Actor actor, int day, double hour, int calls, double pause, string[] rules, Month month, Dice dice,
        Func<int, (int Tool, CallOutcome Ending, RefusalCode? Code, int Value)> next)
    {
        var ticks = month.Ticks(day, hour);
        var happenings = new List<Happening>(calls);
        for (var call = 0; call < calls; call++)
        {
            ticks += (long)(dice.Between(0.5, 1.5) * pause * TimeSpan.TicksPerSecond);
            var (tool, ending, code, value) = next(call);
            happenings.Add(new(ticks, actor.Number, tool, ending, code, value));
        }

        return new(kind, actor, day, rules, happenings);
    }
}

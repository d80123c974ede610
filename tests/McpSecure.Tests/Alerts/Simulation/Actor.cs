using McpSecure.Calls;

namespace McpSecure.Tests.Alerts.Simulation;

/// <summary>Somebody who calls, day after day.</summary>
internal abstract class Actor(int number, Caller caller)
{
    /// <summary>How many different values there are to ask for.</summary>
    public const int Values = 20_000;

    public int Number { get; } = number;

    public Caller Caller { get; } = caller;

    /// <summary>Gets the tools he uses, the usual ones first.</summary>
    public List<int> Tools { get; } = [];

    /// <summary>What he does on one day.</summary>
    public abstract void Live(int day, Month month, Dice dice, List<Happening> happenings);

    protected void TakeTools(int count, Dice dice)
    {
        while (Tools.Count < count)
        {
            var tool = dice.Between(0, Month.Tools - 1);
            if (!Tools.Contains(tool))
            {
                Tools.Add(tool);
            }
        }
    }

    /// <summary>One call of a model that makes mistakes, of a tool that fails now and then.</summary>
    protected void Call(long ticks, int tool, int value, double mistakes, Month month, Dice dice, List<Happening> happenings)
    {
        var (ending, code) = month.IsBroken(tool, ticks) ? (CallOutcome.ToolError, default(RefusalCode?))
            : dice.Is(mistakes) ? (CallOutcome.Refused, dice.Is(0.8) ? RefusalCode.InvalidArguments : RefusalCode.PathRefused)
            : dice.Is(0.01 + (tool % 5 * 0.015)) ? (CallOutcome.ToolError, null)
            : dice.Is(0.002) ? (CallOutcome.Failed, null)
            : (CallOutcome.Completed, default(RefusalCode?));
        happenings.Add(new(ticks, Number, tool, ending, code, value));
    }
}

using McpSecure.Audit;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Audit;

/// <summary>A client can send a hundred thousand messages a second that run nothing: the log must not be the way to fill a disk.</summary>
public sealed class LogBudgetTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Of_a_flood_the_first_thirty_thousand_of_a_minute_are_logged_and_the_next_minute_says_how_many_were_not()
    {
        var budget = new LogBudget(_time);

        var logged = Enumerable.Range(0, 100_000).Count(_ => budget.TryTake(out var unlogged) && unlogged == 0);
        Assert.Equal(30_000, logged);

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(budget.TryTake(out _));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(budget.TryTake(out var missing));
        Assert.Equal(70_001, missing);
        Assert.True(budget.TryTake(out missing));
        Assert.Equal(0, missing);
    }
}

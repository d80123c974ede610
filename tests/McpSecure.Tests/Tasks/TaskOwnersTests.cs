using McpSecure.Tasks;
using McpSecure.Tests.Allocation;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Tasks;

/// <summary>The memory of who owns which task: bounded, and wrong about nobody.</summary>
[Collection(CountedBytes.Name)]
public sealed class TaskOwnersTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void Of_one_caller_the_oldest_are_forgotten()
    {
        var owners = new TaskOwners(_time, mostOfCaller: 3);

        Assert.All(Enumerable.Range(0, 5), number => Assert.True(owners.Add($"{number}", "ann", "tool", null)));

        Assert.Equal([null, null, "tool", "tool", "tool"], Enumerable.Range(0, 5).Select(number => owners.ToolOf($"{number}", "ann")));
    }

    [Fact]
    public void A_flood_of_one_caller_takes_nothing_from_another()
    {
        var owners = new TaskOwners(_time, mostOfCaller: 3, most: 4);
        owners.Add("a", "ann", "tool", null);

        for (var number = 0; number < 100; number++)
        {
            owners.Add($"{number}", "eve", "tool", null);
        }

        Assert.Equal("tool", owners.ToolOf("a", "ann"));
        Assert.Equal(4, owners.Count);
    }

    [Fact]
    public void Where_there_is_no_room_a_new_caller_gets_none_and_one_who_has_some_makes_room_himself()
    {
        var owners = new TaskOwners(_time, most: 2);
        owners.Add("a", "ann", "tool", null);
        owners.Add("b", "bob", "tool", TimeSpan.FromMinutes(1));

        Assert.False(owners.Add("c", "eve", "tool", null));
        Assert.Null(owners.ToolOf("c", "eve"));
        Assert.True(owners.Add("d", "ann", "tool", null));
        Assert.Equal((null, "tool", "tool"), (owners.ToolOf("a", "ann"), owners.ToolOf("d", "ann"), owners.ToolOf("b", "bob")));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(owners.Add("c", "eve", "tool", null));
    }

    [Fact]
    public void Long_names_and_halves_of_characters_are_told_apart()
    {
        var owners = new TaskOwners(_time);
        var fill = new string('x', 1000);
        owners.Add($"{fill}\ud800", $"{fill}1", "tool", null);

        Assert.Null(owners.ToolOf($"{fill}\ud801", $"{fill}1"));
        Assert.Null(owners.ToolOf($"{fill}\ud800", $"{fill}2"));
        Assert.Equal("tool", owners.ToolOf($"{fill}\ud800", $"{fill}1"));
    }

    [Fact]
    public void A_million_tasks_of_a_thousand_callers_leave_as_many_as_may_be()
    {
        var owners = new TaskOwners(_time);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var number = 0; number < 1_000_000; number++)
        {
            owners.Add($"{number:x32}", $"caller-{number % 1000}", "tool", null);
        }

        Assert.Equal(TaskOwners.Most, owners.Count);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 32 * 1024 * 1024);
        GC.KeepAlive(owners);
    }

    [Fact]
    public async Task Many_at_once_leave_one_owner()
    {
        var owners = new TaskOwners(_time);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => owners.Add("same", $"{number}", "tool", null))));

        Assert.Single(Enumerable.Range(0, 64), number => owners.ToolOf("same", $"{number}") is not null);
    }
}

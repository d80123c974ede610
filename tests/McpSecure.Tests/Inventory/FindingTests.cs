using System.ComponentModel.DataAnnotations;
using McpSecure.Inventory;
using McpSecure.Redaction;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Inventory;

/// <summary>What the start-up log says of a tool is gone with the log: a reviewer finds it in the report.</summary>
public sealed class FindingTests : IDisposable
{
    private readonly Reviewed _reviewed = new();

    [Fact]
    public async Task The_report_has_what_nobody_checks()
    {
        await using var session = await _reviewed.StartAsync(
            """ "Roles": { "guest": {} } """,
            server => server.WithTools([Given.Tool("run_command", ([Phone] string number, string filePath, string command) => $"{number}{filePath}{command}")]));

        var open = Reviewed.Row(Reviewed.Of(session).Create(), "run_command").OpenPlaces;

        Assert.Contains("[Phone] is not enforced at /number", open);
        Assert.Contains("filePath is named like a path, and confined to no root", open);
        Assert.Contains(open, place => place.StartsWith("command is named like ", StringComparison.Ordinal));
    }

    /// <summary>A type that holds itself ten times has ten thousand million places within ten steps.</summary>
    [Fact]
    public void Secrets_in_what_holds_itself_are_looked_for_only_so_far()
    {
        var (root, secret) = (new RedactionNode(), new RedactionNode { IsSecret = true });
        var deep = Enumerable.Range(0, 12).Select(_ => new RedactionNode()).ToArray();
        foreach (var (node, index) in deep.Select((node, index) => (node, index)))
        {
            for (var name = 0; name < 10; name++)
            {
                node.Set($"m{name}", index + 1 < deep.Length ? deep[index + 1] : secret);
            }
        }

        root.Set("deep", deep[0]);
        root.Set("z", secret);
        RedactionNode.Mark([root, secret, .. deep]);

        Assert.Equal(["z"], SensitivePlaces.Of(RedactionPlan.Of([], root)));
    }

    public void Dispose() => _reviewed.Dispose();
}

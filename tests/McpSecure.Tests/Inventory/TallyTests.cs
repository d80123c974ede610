using System.Globalization;
using System.Text;
using McpSecure.Inventory.Uses;
using McpSecure.Journal;
using McpSecure.Tests.Journal;

namespace McpSecure.Tests.Inventory;

/// <summary>A journal holds whatever was recorded, in any amount: what is counted stays right, and small.</summary>
public sealed class TallyTests : IDisposable
{
    private readonly JournalFolder _folder = new(hasKey: false);

    [Fact]
    public async Task A_crowd_of_callers_is_counted_as_far_as_there_is_room_and_the_rest_said_to_be_more()
    {
        await WriteAsync(Enumerable.Range(0, 3000).Select(number => Intent(number, user: $"user-{number}")));

        var use = Assert.Single(Joined().Primitives).Use!;

        Assert.Equal((3000L, 10, 990L, true), (use.Calls, use.Callers.Count, use.OtherCallers, use.HasMoreCallers));
    }

    /// <summary>Fifty thousand callers of each of a hundred tools would be five million.</summary>
    [Fact]
    public void All_rows_together_tell_no_more_than_fifty_thousand_callers_apart()
    {
        var budget = new CallerBudget();
        var rows = Enumerable.Range(0, 100).Select(_ => new UseTally(budget)).ToArray();
        for (var user = 0; user < 1000; user++)
        {
            foreach (var row in rows)
            {
                row.Ran($"user-{user}", DateTimeOffset.UnixEpoch, begins: true, isObserved: false);
            }
        }

        var uses = rows.Select(row => row.ToUse()).ToArray();

        Assert.Equal(50_000, uses.Sum(use => use.Callers.Count + use.OtherCallers));
        Assert.All(uses, use => Assert.Equal((1000L, true), (use.Calls, use.HasMoreCallers)));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"kind":"intent","roles":"guest"}""")]
    [InlineData("""{"kind":"intent","user":17}""")]
    [InlineData("""{"kind":"intent","user":"\ud800"}""")]
    [InlineData("""{"kind":"summary","count":"many"}""")]
    [InlineData("""{"kind":"something"}""")]
    public async Task What_no_server_writes_is_counted_as_that(string record)
    {
        await WriteAsync([record, Intent(1, "ann")]);

        var report = Joined();

        Assert.Equal((1L, 1L), (report.Journal!.Unreadable, Assert.Single(report.Primitives).Use!.Calls));
    }

    [Fact]
    public async Task Arguments_that_look_like_members_are_none()
    {
        await WriteAsync([Intent(1, "ann", ""","args":{"kind":"refusal","user":"eve","target":"other","code":"x","roles":["admin"],"deep":[{"user":"eve"}]}""")]);

        var use = Assert.Single(Joined().Primitives).Use!;

        Assert.Equal(("ann", 1L, 0L), (Assert.Single(use.Callers).User, use.Calls, use.Refusals));
    }

    [Fact]
    public async Task Two_very_long_names_that_begin_alike_are_two()
    {
        var name = new string('a', 3000);
        await WriteAsync([Intent(1, name + "b"), Intent(2, name + "c")]);

        var callers = Assert.Single(Joined().Primitives).Use!.Callers;

        Assert.Equal(2, callers.Count);
        Assert.All(callers, caller => Assert.InRange(caller.User!.Length, 200, 256));
    }

    [Fact]
    public async Task What_is_told_of_names_that_the_report_does_not_have_is_a_number()
    {
        await WriteAsync([Intent(1, "ann").Replace("\"read\"", "\"removed\"", StringComparison.Ordinal), Intent(2, "ann")]);

        Assert.Equal(1, Joined().Journal!.OtherCalls);
    }

    public void Dispose() => _folder.Dispose();

    private static string Intent(int number, string user, string more = "") => string.Create(
        CultureInfo.InvariantCulture, $$"""{"kind":"intent","call":"{{number:x32}}","method":"tools/call","target":"read","user":"{{user}}","roles":["guest"]{{more}}}""");

    private McpSecurityReport Joined() => JournalJoin.Of(
        new McpSecurityReport
        {
            Primitives = [new ReportedPrimitive { Kind = PrimitiveKind.Tool, Name = "read", IsRegistered = true, Grants = [new ReportedGrant { Role = "guest", DecidedBy = "x", AuditLevel = AuditLevel.Digest }] }],
        },
        _folder.Journal,
        since: null,
        new JournalVerifyOptions(),
        CancellationToken.None);

    private async Task WriteAsync(IEnumerable<string> records)
    {
        await using var writer = _folder.Open();
        foreach (var record in records)
        {
            await writer.AppendAsync(Encoding.UTF8.GetBytes(record));
        }
    }
}

using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Approvals;

/// <summary>What runs is what was approved, whatever the server's own code does in between.</summary>
public sealed class ChangeTests
{
    private const string Call = """{"name":"erase","arguments":{"path":"a.txt","days":1}}""";

    private readonly Desk _desk = new();

    [Fact]
    public async Task A_filter_that_changes_what_was_approved_gets_it_refused()
    {
        await using var session = await _desk.StartAsync(configure: server => server.WithRequestFilters(filters => filters.AddCallToolFilter(next => (context, cancellationToken) =>
        {
            context.Params!.Arguments!["path"] = JsonElement.Parse("\"b.txt\"");
            return next(context, cancellationToken);
        })));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal("approval_required", Visit.CodeOf(await visit.ComesBackAsync(Call, await visit.AskedAsync(Call))));
        Assert.Empty(_desk.Ran.Entries);
    }

    [Fact]
    public async Task Nor_does_a_filter_lead_to_a_tool_that_nobody_was_asked_about()
    {
        await using var session = await _desk.StartAsync(configure: server => server.WithRequestFilters(filters => filters.AddCallToolFilter(next => (context, cancellationToken) =>
        {
            context.MatchedPrimitive = context.Server.ServerOptions.ToolCollection!["erase"];
            context.Params!.Arguments = new Dictionary<string, JsonElement> { ["path"] = JsonElement.Parse("\"a.txt\"") };
            return next(context, cancellationToken);
        })));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal("approval_required", Visit.CodeOf(await visit.SendAsync("""{"name":"note"}""")));
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>The effect is part of what was agreed to.</summary>
    [Fact]
    public async Task When_the_effect_has_changed_the_person_is_asked_again()
    {
        var files = 3;
        await using var session = await _desk.StartAsync(services: services => services.Configure<McpSecurityOptions>(options =>
            options.Tools["erase"] = new ToolOptions().Preview((_, _) => new($"{files} files"))));
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);

        files = 4;
        var second = await visit.ComesBackAsync(Call, state);
        Assert.Equal("asked", Visit.CodeOf(second));
        Assert.Contains("4 files", second.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackAsync(Call, state)));
        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackAsync(Call, second.Result().GetProperty("requestState").GetString())));
    }

    [Fact]
    public async Task So_he_is_where_the_call_waits_for_him()
    {
        var files = 3;
        await using var session = await _desk.StartAsync(services: services => services.Configure<McpSecurityOptions>(options =>
            options.Tools["erase"] = new ToolOptions().Preview((_, _) => new($"{files} files"))));
        var person = new Person(_ =>
        {
            files = 4; // while he reads
            return Person.Yes;
        });
        await using var client = await session.ConnectAsync(ProtocolVersions.November2025, person.Sit);

        var result = await client.CallToolAsync("erase", new Dictionary<string, object?> { ["path"] = "a.txt" }, cancellationToken: Patience.Token);

        Assert.Equal("erase(a.txt,)", result.Text());
        Assert.Equal(2, person.Asked.Count);
        Assert.Contains("4 files", person.Asked[1].Message, StringComparison.Ordinal);
        Assert.Single(_desk.Ran.Entries);
    }

    /// <summary>Code that breaks decides nothing, and least of all does its exception become a question that the pipeline never asked.</summary>
    [Theory]
    [InlineData(typeof(InputRequiredException), false)]
    [InlineData(typeof(InputRequiredException), true)]
    [InlineData(typeof(OperationCanceledException), false)]
    [InlineData(typeof(McpProtocolException), false)]
    public async Task A_preview_that_throws_refuses_whatever_it_throws(Type thrown, bool isLater)
    {
        var isBroken = !isLater;
        await using var session = await _desk.StartAsync(services: services => services.Configure<McpSecurityOptions>(options =>
            options.Tools["erase"] = new ToolOptions().Preview((_, _) => isBroken ? throw Desk.Thrown(thrown) : new("1 file"))));
        var visit = new Visit(session.ConnectRaw());
        var state = isLater ? await visit.AskedAsync(Call) : null;

        isBroken = true;
        var answer = state is null ? await visit.SendAsync(Call) : await visit.ComesBackAsync(Call, state);

        Assert.Equal("guard_failed", Visit.CodeOf(answer));
        Assert.DoesNotContain("secret", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_desk.Ran.Entries);
    }

    [Theory]
    [InlineData("""{"name":"erase","arguments":{"path":"a.txt","days":1}}""", "ran")]
    [InlineData("""{"name":"erase","arguments":{"path":"a.txt","days":11}}""", "asked")]
    public async Task Code_can_ask(string call, string code)
    {
        await using var session = await _desk.StartAsync(
            policy: """ "Roles": { "clerk": { "Tools": { "erase": "Allow" } } } """,
            services: services => services.Configure<McpSecurityOptions>(options => options.Tools["erase"] = new ToolOptions().AskIf(
                "more than ten days", (arguments, _) => arguments.GetInt64("days") > 10)));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal(code, Visit.CodeOf(await visit.SendAsync(call)));
    }

    [Fact]
    public async Task What_was_asked_and_answered_is_on_record()
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Call);
        await LinesAsync(1); // a line is written once the answer is out
        _desk.Time.Advance(TimeSpan.FromSeconds(7));
        await visit.ComesBackAsync(Call, state);
        await LinesAsync(2);
        state = await visit.AskedAsync(Call);
        await LinesAsync(3);
        await visit.ComesBackAsync(Call, state, """{"action":"decline"}""");

        var lines = await LinesAsync(4);
        Assert.StartsWith("tools/call erase asked, asked for ann by client, after 0 s, shown ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("tools/call erase approved, asked for ann by client, after 7 s, shown ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("tools/call erase declined, asked for ann by client, after 0 s, shown ", lines[3], StringComparison.Ordinal);
        Assert.Equal(lines[0][^64..], lines[1][^64..]);
        Assert.Contains(session.Logs.Entries, entry => entry.EventId.Id == 1 && entry.Message.StartsWith("tools/call erase suspended for ann", StringComparison.Ordinal));

        async Task<string[]> LinesAsync(int count)
        {
            string[] written = [];
            await Patience.UntilAsync(() => (written = [.. session.Logs.Entries.Where(entry => entry.EventId.Id == 3).Select(entry => entry.Message)]).Length == count);
            return written;
        }
    }
}

using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.BadInput;

/// <summary>Requests that end before they are answered: given up by the client, or left behind by it.</summary>
public sealed class LifetimeTests
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData("obeys", ProtocolVersions.November2025)]
    [InlineData("obeys", ProtocolVersions.July2026)]
    [InlineData("goes on and answers", ProtocolVersions.November2025)]
    [InlineData("goes on and answers", ProtocolVersions.July2026)]
    public async Task A_cancelled_call_gets_no_answer_and_one_record(string tool, string version)
    {
        await using var workshop = await OpenAsync(tool, version);

        await SendAsync(workshop, version, "\"c\"");
        await _started.Task.OrGiveUp();
        await workshop.Peer.NotifyAsync("notifications/cancelled", """{"requestId":"c"}""");
        await workshop.RecordedAsync(record => (string?)record["Method"] == "notifications/cancelled");
        await workshop.AssertServesAsync();
        _release.SetResult();
        var records = await workshop.CloseAsync();

        Assert.Equal(["cancelled"], records.Where(record => (string?)record["Target"] == "wait").Select(record => record["Outcome"]));
        Assert.Equal(workshop.HandshakeRecords + 3, records.Count);
        Assert.All(records, Form.AssertClean);
    }

    [Theory]
    [InlineData("""{"requestId":"nobody's"}""")]
    [InlineData("""{"requestId":null}""")]
    [InlineData("""{"requestId":{}}""")]
    [InlineData("""{"requestId":"c","requestId":"nobody's"}""")]
    [InlineData("""{"requestId":"C"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_cancellation_of_nothing_changes_nothing(string parameters)
    {
        await using var workshop = await OpenAsync("obeys");

        var answer = workshop.Peer.ExchangeAsync("\"c\"", Call("\"c\""));
        await _started.Task.OrGiveUp();
        await workshop.Peer.NotifyAsync("notifications/cancelled", parameters);
        await workshop.RecordedAsync(record => (string?)record["Method"] == "notifications/cancelled");
        await workshop.AssertServesAsync();
        _release.SetResult();
        var text = (await answer).Text();
        var records = await workshop.CloseAsync();

        Assert.Equal("done", text);
        Assert.DoesNotContain(records, record => (string?)record["Outcome"] == "cancelled");
        Assert.Equal(workshop.HandshakeRecords + 3, records.Count);
    }

    [Fact]
    public async Task One_id_used_twice_at_once_gets_two_answers_and_two_records()
    {
        await using var workshop = await OpenAsync("obeys");

        await workshop.Peer.SendAsync(Call("7"));
        await workshop.Peer.SendAsync(Call("7"));
        await _started.Task.OrGiveUp();
        _release.SetResult();
        var answers = new[] { await workshop.Peer.ReadNextAsync(), await workshop.Peer.ReadNextAsync() };
        await workshop.AssertServesAsync();
        var records = await workshop.CloseAsync();

        Assert.All(answers, answer => Assert.Equal("done", answer!.Value.Text()));
        Assert.Equal(2, records.Count(record => (string?)record["Target"] == "wait"));
    }

    [Theory]
    [InlineData(false)] // the input ends, the output is still read
    [InlineData(true)]  // nobody is there any more
    public async Task A_client_that_leaves_while_a_tool_runs_leaves_a_record(bool vanishes)
    {
        await using var workshop = await OpenAsync("goes on and answers");

        await workshop.Peer.SendAsync(Call("7"));
        await _started.Task.OrGiveUp();
        if (vanishes)
        {
            await workshop.Peer.DisposeAsync();
        }
        else
        {
            await workshop.Peer.CloseInputAsync();
        }

        _release.SetResult();
        await workshop.Session.Running.OrGiveUp(); // the server waits for the tool, and stops without a fault

        Assert.Equal(["completed"], workshop.Records.Where(record => (string?)record["Target"] == "wait").Select(record => record["Outcome"]));
        Assert.Equal(["wait"], workshop.Ran.Entries);
    }

    [Fact]
    public async Task A_line_without_an_end_is_handled_or_lost_but_stops_nothing()
    {
        await using var workshop = await OpenAsync("obeys");

        await workshop.Peer.SendAsync(System.Text.Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"na"""));
        await workshop.Session.FinishAsync();

        Assert.Empty(workshop.Ran.Entries);
        Assert.Equal(workshop.HandshakeRecords, workshop.Records.Count);
    }

    [Fact]
    public async Task Nothing_is_remembered_of_requests_that_have_ended()
    {
        await using var workshop = await OpenAsync("obeys");
        MessageContext? seen = null;
        workshop.Session.Server.ServerOptions.Filters.Message.IncomingFilters.Insert(0, next => (context, cancellationToken) =>
        {
            seen = context;
            return next(context, cancellationToken);
        });

        await workshop.Peer.ExchangeAsync("1", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"purge"}}""");
        await workshop.Peer.ExchangeAsync("2", """{"jsonrpc":"2.0","id":2,"method":"x/unknown"}""");
        await workshop.Peer.ExchangeAsync("3", """{"jsonrpc":"2.0","id":3,"method":"prompts/get","params":{"name":{}}}""");
        await workshop.Peer.SendAsync(Call("4"));
        await _started.Task.OrGiveUp();
        await workshop.Peer.NotifyAsync("notifications/cancelled", """{"requestId":4}""");
        await workshop.CloseAsync();

        var session = workshop.Session.Services.GetRequiredService<Sessions>().Of(seen!);
        Assert.All([1, 2, 3, 4], id => Assert.False(session.TryTakeError(new RequestId(id))));
    }

    private Task<Workshop> OpenAsync(string tool, string version = ProtocolVersions.November2025) => Workshop.OpenAsync(
        version: version,
        tools: ran => [Given.Tool("wait", async (CancellationToken cancellationToken) =>
        {
            ran.Note("wait");
            _started.TrySetResult();
            await (tool == "obeys" ? _release.Task.WaitAsync(cancellationToken) : _release.Task);
            return "done";
        })]);

    private static string Call(string id) => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{"name":"wait"} }""";

    private static Task SendAsync(Workshop workshop, string version, string id) => workshop.Peer.SendAsync(
        version == ProtocolVersions.July2026
            ? $$"""{"jsonrpc":"2.0","id":{{id}},"method":"tools/call","params":{{RawPeer.WithMeta("""{"name":"wait"}""")}} }"""
            : Call(id));
}

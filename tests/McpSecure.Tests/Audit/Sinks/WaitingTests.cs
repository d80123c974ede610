using McpSecure.Tests.Approvals;
using McpSecure.Tests.Support;
using McpSecure.Tests.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>Calls that wait for a person, for their client, or that go on behind a task: what is kept of each.</summary>
public sealed class WaitingTests
{
    private const string Erase = """{"name":"erase","arguments":{"path":"a.txt"}}""";

    private readonly Desk _desk = new();
    private readonly Ledger _ledger;

    public WaitingTests() => _ledger = new Ledger(_desk.Ran);

    [Fact]
    public async Task A_call_that_waits_for_a_person_is_suspended_and_the_one_that_goes_on_names_it()
    {
        await using var session = await _desk.StartAsync(services: Keep);
        var visit = new Visit(session.ConnectRaw());

        var state = await visit.AskedAsync(Erase);
        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackAsync(Erase, state)));

        Assert.Equal([AuditEntryKind.Suspended, AuditEntryKind.Intent, AuditEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        var (suspended, intent, outcome) = (_ledger.Entries[0], _ledger.Entries[1], _ledger.Entries[2]);
        Assert.Equal((suspended.Call, intent.Call), (intent.Resumes, outcome.Call));
        Assert.NotEqual(suspended.Call, intent.Call);
        Assert.Equal(("asked", "approved"), (suspended.Approval, intent.Approval));
        Assert.Equal(suspended.ApprovalShown, intent.ApprovalShown);
        Assert.Equal(suspended.ArgumentsDigest, intent.ArgumentsDigest);
        Assert.Equal(0, _ledger.RanAt(intent));
    }

    [Fact]
    public async Task A_person_who_says_no_is_on_record_as_a_refusal_that_names_the_question()
    {
        await using var session = await _desk.StartAsync(services: Keep);
        var visit = new Visit(session.ConnectRaw());

        var state = await visit.AskedAsync(Erase);
        await visit.ComesBackAsync(Erase, state, """{"action":"decline"}""");

        await Patience.UntilAsync(() => _ledger.Entries.Count == 2);
        Assert.Equal((AuditEntryKind.Refusal, "declined", _ledger.Entries[0].Call), (_ledger.Entries[1].Kind, _ledger.Entries[1].Approval, _ledger.Entries[1].Resumes));
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>A state is given to the client only if that is on record: else nobody could say what it was for.</summary>
    [Fact]
    public async Task A_question_that_cannot_be_put_on_record_is_not_asked()
    {
        _ledger.Fails = static entry => entry.Kind == AuditEntryKind.Suspended;
        await using var session = await _desk.StartAsync(services: Keep);
        var visit = new Visit(session.ConnectRaw());

        var answer = await visit.SendAsync(Erase);

        Assert.Equal("audit_failed", Visit.CodeOf(answer));
        Assert.DoesNotContain("requestState", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_round_of_a_tool_that_asks_by_itself_is_one_suspended_call()
    {
        await using var session = await _desk.StartAsync(services: Keep);
        var visit = new Visit(session.ConnectRaw());
        const string Confirm = """{"name":"confirm","arguments":{"what":"x"}}""";

        var state = await visit.AskedAsync(Confirm);
        await visit.ComesBackWithAsync(Confirm, state, """{"sure":{"action":"accept","content":{}}}""");

        Assert.Equal(
            [AuditEntryKind.Intent, AuditEntryKind.Suspended, AuditEntryKind.Intent, AuditEntryKind.Outcome], _ledger.Entries.Select(entry => entry.Kind));
        Assert.Equal(_ledger.Entries[0].Call, _ledger.Entries[1].Call);
        Assert.Equal(_ledger.Entries[0].Call, _ledger.Entries[2].Resumes);
    }

    /// <summary>The answer that leaves first is that there is a task. The outcome is that of the code.</summary>
    [Fact]
    public async Task What_goes_on_as_a_task_has_its_outcome_when_it_has_ended()
    {
        var ran = new Ran();
        var ledger = new Ledger(ran);
        var tasks = new TaskServer { Answering = () => Patience.UntilAsync(() => ran.Entries.Count == 1) }; // its intent is there before the message is over
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var session = await Session.StartAsync(
            server =>
            {
                server.WithTools([Given.Tool("slow", async () =>
                {
                    ran.Note("began");
                    await goOn.Task;
                })]);
                tasks.AddTo(server);
                server.AddMcpSecurity();
            },
            new SessionSetup
            {
                Settings = """{ "McpSecurity": { "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" } } } } }""",
                Services = services => services.AddSingleton<IAuditSink>(ledger),
            });
        var peer = await session.ConnectRawAsync();

        var id = (await peer.CallToolAsync("slow")).Result().GetProperty("taskId").GetString()!;
        await peer.RequestAsync("ping"); // by now the message of the call is over
        Assert.Equal([AuditEntryKind.Intent], ledger.Entries.Select(entry => entry.Kind));
        goOn.SetResult();
        await tasks.ResultOfAsync(id);

        await Patience.UntilAsync(() => ledger.Entries.Count == 2);
        Assert.Equal((AuditEntryKind.Outcome, "completed", ledger.Entries[0].Call), (ledger.Entries[1].Kind, ledger.Entries[1].Outcome, ledger.Entries[1].Call));
    }

    private void Keep(IServiceCollection services) => services.AddSingleton<IAuditSink>(_ledger);
}

using McpSecure.RoundTrips;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.Approvals;

/// <summary>A person who is asked elsewhere than through the client.</summary>
public sealed class ElsewhereTests
{
    private const string Call = """{"name":"erase","arguments":{"path":"a.txt","days":1}}""";

    private readonly Desk _desk = new();

    [Theory]
    [MemberData(nameof(ProtocolVersions.All), MemberType = typeof(ProtocolVersions))]
    public async Task Answers_for_every_client(string version)
    {
        var approver = new Approver((_, _) => new(new ApprovalAnswer(IsApproved: true, "carol")));
        await using var session = await _desk.StartAsync(services: services => services.AddSingleton<IApprover>(approver));
        await using var client = await session.ConnectAsync(version);

        var result = await client.CallToolAsync("erase", new Dictionary<string, object?> { ["path"] = "a.txt" }, cancellationToken: Patience.Token);

        Assert.Equal("erase(a.txt,)", result.Text());
        var request = Assert.Single(approver.Requests);
        Assert.Equal((PrimitiveKind.Tool, "erase", "ann", 64), (request.Kind, request.Name, request.Caller.Subject, request.Digest.Length));
        Assert.Contains("a.txt", request.Message, StringComparison.Ordinal);
        Assert.Equal(_desk.Time.GetUtcNow() + TimeSpan.FromMinutes(5), request.Expires);
        await Patience.UntilAsync(() => session.Logs.Entries.Any(entry => entry.EventId.Id == 3));
        var line = Assert.Single(session.Logs.Entries, entry => entry.EventId.Id == 3).Message;
        Assert.Contains("approved, asked for ann by carol", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_no_by_saying_nothing_at_all_and_by_breaking()
    {
        var answers = new Queue<Func<CancellationToken, ValueTask<ApprovalAnswer>>>(
        [
            _ => default,
            _ => throw new InvalidOperationException("secret"),
            _ => ValueTask.FromException<ApprovalAnswer>(new OperationCanceledException()),
        ]);
        await using var session = await _desk.StartAsync(services: services => services.AddSingleton<IApprover>(new Approver((_, token) => answers.Dequeue()(token))));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal("approval_declined", Visit.CodeOf(await visit.SendAsync(Call)));
        Assert.Equal("guard_failed", Visit.CodeOf(await visit.SendAsync(Call)));
        Assert.Equal("approval_declined", Visit.CodeOf(await visit.SendAsync(Call)));
        Assert.Empty(_desk.Ran.Entries);
    }

    [Theory]
    [InlineData(ProtocolVersions.November2025)]
    [InlineData(ProtocolVersions.July2026)]
    public async Task Asks_nobody_else_by_breaking(string version)
    {
        var approver = new Approver((_, _) => throw Desk.Thrown(typeof(InputRequiredException)));
        await using var session = await _desk.StartAsync(services: services => services.AddSingleton<IApprover>(approver));
        var person = new Person(_ => Person.Yes);
        await using var client = await session.ConnectAsync(version, person.Sit);

        var result = await client.CallToolAsync("erase", new Dictionary<string, object?> { ["path"] = "a.txt" }, cancellationToken: Patience.Token);

        Assert.Equal("guard_failed", (string?)result.Meta!["io.github.mcpsecure/refusal"]!["code"]);
        Assert.Empty(person.Asked);
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>One that pays no heed to the time either.</summary>
    [Fact]
    public async Task Who_is_too_slow_has_said_no()
    {
        var never = new TaskCompletionSource<ApprovalAnswer>();
        var approver = new Approver((_, _) => new(never.Task));
        await using var session = await _desk.StartAsync(services: services => services.AddSingleton<IApprover>(approver));
        var visit = new Visit(session.ConnectRaw());

        var call = visit.SendAsync(Call);
        await Patience.UntilAsync(() => approver.Requests.Count == 1);
        Assert.Equal("ran", Visit.CodeOf(await visit.SendAsync("""{"name":"note"}""")));
        await Patience.UntilAsync(() =>
        {
            _desk.Time.Advance(TimeSpan.FromSeconds(301));
            return call.IsCompleted;
        });

        Assert.Equal("approval_declined", Visit.CodeOf(await call));
        Assert.Equal(["note"], _desk.Ran.Entries);
    }

    /// <summary>While he thinks it takes no place among the running calls, and takes one before it runs.</summary>
    [Fact]
    public async Task A_call_that_waits_for_him_is_looked_at_again_before_it_runs()
    {
        var answer = new TaskCompletionSource<ApprovalAnswer>();
        var approver = new Approver((_, _) => new(answer.Task));
        await using var session = await _desk.StartAsync(
            policy: $$""" "Limits": { "ConcurrentCalls": 1, "SuspendedCalls": 1, "CallsPerMinute": 3 }, {{Desk.Policy}} """,
            services: services => services.AddSingleton<IApprover>(approver));
        var visit = new Visit(session.ConnectRaw());

        var call = visit.SendAsync(Call);
        await Patience.UntilAsync(() => approver.Requests.Count == 1);
        Assert.Equal("too_many_suspended", Visit.CodeOf(await visit.SendAsync(Call)));
        Assert.Equal("ran", Visit.CodeOf(await visit.SendAsync("""{"name":"note"}""")));
        answer.SetResult(new ApprovalAnswer(IsApproved: true));

        Assert.Equal("rate_limited", Visit.CodeOf(await call));
        Assert.Equal(["note"], _desk.Ran.Entries);
    }

    /// <summary>An approval is no right, here either: who the caller is is asked again, not only what he may do.</summary>
    [Theory]
    [InlineData("clerk", "ann", "ran")]
    [InlineData("nobody", "ann", "Unknown tool: 'erase'")]
    [InlineData("clerk", "bob", "guard_failed")]
    public async Task A_right_that_was_taken_away_while_he_was_asked_is_gone(string role, string subject, string code)
    {
        var caller = new Caller { Subject = "ann", Roles = ["clerk"] };
        await using var session = await _desk.StartAsync(services: services => services
            .AddSingleton<ICallerSource>(new Source(() => caller))
            .AddSingleton<IApprover>(new Approver((_, _) =>
            {
                caller = new Caller { Subject = subject, Roles = [role] };
                return new(new ApprovalAnswer(IsApproved: true));
            })));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal(code, Visit.CodeOf(await visit.SendAsync(Call)));
        Assert.Equal(code == "ran" ? ["erase(a.txt,1)"] : [], _desk.Ran.Entries);
    }

    /// <summary>Somebody who always says yes, and an effect that is never the same: the call would ask for ever.</summary>
    [Fact]
    public async Task A_call_whose_effect_never_stays_the_same_is_refused_in_the_end()
    {
        var looks = 0;
        var approver = new Approver((_, _) => new(new ApprovalAnswer(IsApproved: true)));
        await using var session = await _desk.StartAsync(services: services => services.AddSingleton<IApprover>(approver).Configure<McpSecurityOptions>(options =>
            options.Tool("erase").Preview((_, _) => Interlocked.Increment(ref looks) > 1000 ? throw new InvalidOperationException("asked for ever") : new($"{looks} files"))));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal("approval_required", Visit.CodeOf(await visit.SendAsync(Call)));
        Assert.Equal(3, approver.Requests.Count);
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>The SDK cancels nothing when its input ends, and waits for what runs. So does this, for as long as the person has; then nothing is left of it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_waits_when_its_session_ends_waits_no_longer_than_it_would(bool isElsewhere)
    {
        var never = new TaskCompletionSource<ApprovalAnswer>();
        var approver = new Approver((_, _) => new(never.Task));
        var caller = new Caller { Subject = "ann", Roles = ["clerk"] };
        await using var session = await _desk.StartAsync(services: services =>
        {
            services.AddSingleton<ICallerSource>(new Source(() => caller));
            if (isElsewhere)
            {
                services.AddSingleton<IApprover>(approver);
            }
        });
        var peer = session.ConnectRaw();
        await peer.InitializeAsync(ProtocolVersions.November2025, """{"elicitation":{}}""");
        var suspended = session.Services.GetRequiredService<SuspendedCalls>();
        bool IsFree()
        {
            var id = Guid.NewGuid();
            var isFree = suspended.TryAdd(id, caller.Person, 1, _desk.Time.GetUtcNow() + TimeSpan.FromHours(1));
            suspended.Remove(id);
            return isFree;
        }

        await peer.SendAsync($$"""{"jsonrpc":"2.0","id":"gone","method":"tools/call","params":{{Call}} }""");
        await Patience.UntilAsync(() => !IsFree());
        var ending = session.FinishAsync();
        await Patience.UntilAsync(() =>
        {
            _desk.Time.Advance(TimeSpan.FromSeconds(301));
            return ending.IsCompleted;
        });
        await ending;

        Assert.True(IsFree());
        never.SetResult(new ApprovalAnswer(IsApproved: true)); // too late
        Assert.Empty(_desk.Ran.Entries);
    }

    private sealed class Source(Func<Caller> caller) : ICallerSource
    {
        public ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken) => new(caller());
    }

    private sealed class Approver(Func<ApprovalRequest, CancellationToken, ValueTask<ApprovalAnswer>> answer) : IApprover
    {
        public List<ApprovalRequest> Requests { get; } = [];

        public ValueTask<ApprovalAnswer> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
        {
            lock (Requests)
            {
                Requests.Add(request);
            }

            return answer(request, cancellationToken);
        }
    }
}

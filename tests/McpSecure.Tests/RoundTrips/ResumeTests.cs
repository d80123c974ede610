using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using McpSecure.Tests.Approvals;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.RoundTrips;

/// <summary>Tools that ask for something themselves: by ending with a question, or by waiting in the middle of their code.</summary>
public sealed class ResumeTests
{
    private const string Confirm = """{"name":"confirm","arguments":{"what":"all"}}""";
    private const string Chat = """{"name":"chat","arguments":{}}""";
    private const string Sure = """{"sure":{"action":"accept","content":{"text":"yes"}}}""";

    private readonly Desk _desk = new();

    [Fact]
    public async Task The_state_of_a_tool_leaves_sealed_and_comes_back_as_it_was()
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());

        var state = await visit.AskedAsync(Confirm);
        var answer = await visit.ComesBackWithAsync(Confirm, state, Sure);

        Assert.DoesNotContain("state of confirm", state, StringComparison.Ordinal);
        Assert.Equal("confirmed(all)", answer.Text());
        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackWithAsync(Confirm, state, Sure)));
        Assert.Equal(["confirmed(all)"], _desk.Ran.Entries);
    }

    /// <summary>With the plain SDK any of these runs.</summary>
    [Theory]
    [InlineData("""{"name":"confirm","arguments":{"what":"nothing"}}""", null)]
    [InlineData("""{"name":"form","arguments":{}}""", null)]
    [InlineData(Confirm, "state of confirm")]
    [InlineData(Confirm, "")]
    public async Task No_other_call_and_no_other_state_will_do(string call, string? state)
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var asked = await visit.AskedAsync(Confirm);

        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackWithAsync(call, state ?? asked, Sure)));
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>The SDK reads names without their case. What is not written as it has to be would be bound to nothing.</summary>
    [Theory]
    [InlineData("""{"NAME":"confirm","arguments":{"what":"all"}}""")]
    [InlineData("""{"name":"confirm","Arguments":{"what":"all"}}""")]
    public async Task A_request_in_another_case_gets_no_state(string call)
    {
        await using var session = await _desk.StartAsync();

        Assert.Equal("invalid_request_state", Visit.CodeOf(await new Visit(session.ConnectRaw()).SendAsync(call)));
        Assert.Empty(_desk.Ran.Entries);
    }

    [Theory]
    [InlineData("""{"other":{"action":"accept","content":{"text":"yes"}}}""")]
    [InlineData("""{"sure":{"action":"accept","content":{"text":"longer than ten"}}}""")]
    [InlineData("""{"sure":{"action":"accept","content":{"text":5}}}""")]
    [InlineData("""{"sure":{"action":"accept","content":{"TEXT":"yes"}}}""")]
    [InlineData("""{"sure":"yes"}""")]
    [InlineData("""[]""")]
    public async Task An_answer_has_to_fit_the_question(string responses)
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Confirm);

        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackWithAsync(Confirm, state, responses)));
        Assert.Empty(_desk.Ran.Entries);
        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackWithAsync(Confirm, state, Sure)));
    }

    /// <summary>The SDK wakes waiting code whoever says its number, whatever tool he names, and runs no filter.</summary>
    [Theory]
    [InlineData(false, "bob", Chat, "ran")]
    [InlineData(true, "bob", Chat, "invalid_request_state")]
    [InlineData(false, "ann", """{"name":"no_such_tool"}""", "ran")]
    [InlineData(true, "ann", """{"name":"no_such_tool"}""", "invalid_request_state")]
    [InlineData(true, "ann", """{"name":"chat","arguments":{"a":1}}""", "invalid_request_state")]
    public async Task Waiting_code_is_woken_by_its_own_caller_and_request_only(bool isSecured, string subject, string call, string code)
    {
        await using var session = await _desk.StartAsync(isSecured);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Chat);

        _desk.User = Given.User(subject, "clerk");

        Assert.Equal(code, Visit.CodeOf(await visit.ComesBackWithAsync(call, state, """{"input_1":{"action":"accept"}}""")));
        Assert.Equal(isSecured ? [] : ["chat(accept)"], _desk.Ran.Entries);
    }

    [Fact]
    public async Task Waiting_code_goes_on_once()
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Chat);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visit.ComesBackWithAsync(Chat, state, """{"input_1":{"action":"accept"}}""")));

        Assert.Equal(1, answers.Count(answer => Visit.CodeOf(answer) == "ran"));
        Assert.Equal(["chat(accept)"], _desk.Ran.Entries);
    }

    [Fact]
    public async Task Whoever_lost_the_right_meanwhile_wakes_nothing()
    {
        await using var session = await _desk.StartAsync();
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Chat);

        _desk.User = Given.User("ann");

        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackWithAsync(Chat, state, """{"input_1":{"action":"accept"}}""")));
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>Calls that wait take no place among those that run, and the answer takes one.</summary>
    [Theory]
    [InlineData(Chat, """{"input_1":{"action":"accept"}}""")]
    [InlineData(Confirm, Sure)]
    [InlineData("""{"name":"erase","arguments":{"path":"a"}}""", $$"""{"{{Visit.ApprovalKey}}":{{Visit.Yes}} }""")]
    public async Task What_waits_gives_its_place_back(string call, string responses)
    {
        await using var session = await _desk.StartAsync(policy: $$""" "Limits": { "ConcurrentCalls": 1 }, {{Desk.Policy}} """);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(call);

        Assert.Equal("ran", Visit.CodeOf(await visit.SendAsync("""{"name":"note"}""")));
        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackWithAsync(call, state, responses)));
        await Patience.UntilAsync(async () => Visit.CodeOf(await visit.SendAsync("""{"name":"note"}""")) == "ran");
    }

    [Theory]
    [InlineData(Chat)]
    [InlineData(Confirm)]
    [InlineData("""{"name":"erase","arguments":{"path":"a"}}""")]
    public async Task Only_so_many_calls_of_a_caller_wait(string call)
    {
        await using var session = await _desk.StartAsync(policy: $$""" "Limits": { "SuspendedCalls": 3 }, {{Desk.Policy}} """);
        var visit = new Visit(session.ConnectRaw());
        for (var waiting = 0; waiting < 3; waiting++)
        {
            await visit.AskedAsync(call);
        }

        Assert.Equal("too_many_suspended", Visit.CodeOf(await visit.SendAsync(call)));
        _desk.User = Given.User("bob", "clerk");
        await visit.AskedAsync(call);

        _desk.User = Given.User("ann", "clerk");
        _desk.Time.Advance(TimeSpan.FromSeconds(301));
        await visit.AskedAsync(call);
    }

    [Fact]
    public async Task A_refusal_that_may_be_tried_again_leaves_the_state_as_it_is()
    {
        await using var session = await _desk.StartAsync(policy: $$""" "Limits": { "CallsPerMinute": 1 }, {{Desk.Policy}} """);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Confirm);

        Assert.Equal("rate_limited", Visit.CodeOf(await visit.ComesBackWithAsync(Confirm, state, Sure)));
        _desk.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackWithAsync(Confirm, state, Sure)));
    }

    /// <summary>The time that a call has is its own: while it waits for somebody none of it passes.</summary>
    [Fact]
    public async Task Waiting_takes_none_of_the_time_that_the_code_has()
    {
        await using var session = await _desk.StartAsync(policy: $$""" "Limits": { "TimeoutSeconds": 10 }, {{Desk.Policy}} """);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Chat);

        _desk.Time.Advance(TimeSpan.FromSeconds(290));

        Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackWithAsync(Chat, state, """{"input_1":{"action":"accept"}}""")));
        Assert.Equal(["chat(accept)"], _desk.Ran.Entries);
    }

    [Fact]
    public async Task Code_that_nobody_answers_is_stopped()
    {
        await using var session = await _desk.StartAsync(policy: $$""" "Limits": { "ConcurrentCalls": 1 }, {{Desk.Policy}} """);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Chat);

        await Patience.UntilAsync(() =>
        {
            _desk.Time.Advance(TimeSpan.FromSeconds(301));
            return _desk.Ran.Entries.Count == 1;
        });

        Assert.Equal(["chat stopped"], _desk.Ran.Entries);
        Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackWithAsync(Chat, state, """{"input_1":{"action":"accept"}}""")));
        Assert.Equal("ran", Visit.CodeOf(await visit.SendAsync("""{"name":"note"}""")));
    }

    /// <summary>What the seal rests on: a state of one session can mean no code that waits in another, whatever waits there.</summary>
    [Fact]
    public async Task No_two_sessions_know_waiting_code_by_the_same_name()
    {
        await using var one = await _desk.StartAsync(isSecured: false);
        await using var other = await _desk.StartAsync(isSecured: false);

        var states = new[] { await new Visit(one.ConnectRaw()).AskedAsync(Chat), await new Visit(other.ConnectRaw()).AskedAsync(Chat) };

        Assert.All(states, state => Assert.True(state.Length >= 22, state));
        Assert.NotEqual(states[0][..8], states[1][..8]);
    }

    [Fact]
    public async Task Code_that_waits_when_its_session_ends_is_stopped()
    {
        await using var session = await _desk.StartAsync();
        await new Visit(session.ConnectRaw()).AskedAsync(Chat);

        await session.FinishAsync();

        await Patience.UntilAsync(() => _desk.Ran.Entries.Count == 1);
        Assert.Equal(["chat stopped"], _desk.Ran.Entries);
    }

    /// <summary>The SDK takes a state that it does not know for one of the application's own, and begins the tool anew: twice, by one approval.</summary>
    [Fact]
    public async Task Code_that_is_not_found_does_not_begin_anew()
    {
        await using var session = await _desk.StartAsync(configure: server => server.WithMessageFilters(filters => filters.AddIncomingFilter(next => (context, cancellationToken) =>
        {
            if (context.JsonRpcMessage is JsonRpcRequest { Params: JsonObject members } && members.ContainsKey("requestState"))
            {
                members["requestState"] = "lost";
            }

            return next(context, cancellationToken);
        })));
        var visit = new Visit(session.ConnectRaw());
        const string Asked = """{"name":"chat_form"}""";
        var state = await visit.AskedAsync(Asked);
        var second = await visit.ComesBackAsync(Asked, state);
        Assert.Equal("asked", Visit.CodeOf(second));

        var third = await visit.ComesBackWithAsync(Asked, second.Result().GetProperty("requestState").GetString(), """{"input_1":{"action":"accept"}}""");

        Assert.Equal("invalid_request_state", Visit.CodeOf(third));
        Assert.Empty(_desk.Ran.Entries);
    }

    /// <summary>What cannot be sealed does not leave, and there is an answer all the same.</summary>
    [Theory]
    [InlineData(Chat)]
    [InlineData(Confirm)]
    [InlineData("""{"name":"erase","arguments":{"path":"a"}}""")]
    public async Task A_protector_that_breaks_lets_nothing_out(string call)
    {
        await using var session = await _desk.StartAsync(services: services => services.AddSingleton<IStateProtector>(new Broken()));
        var visit = new Visit(session.ConnectRaw());

        Assert.Equal("An error occurred.", Visit.CodeOf(await visit.SendAsync(call)));
        Assert.DoesNotContain("chat(accept)", _desk.Ran.Entries);
        Assert.Equal("ran", Visit.CodeOf(await visit.SendAsync("""{"name":"note"}""")));
    }

    private sealed class Broken : IStateProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> state) => throw new InvalidOperationException("secret");

        public bool TryUnprotect(ReadOnlySpan<byte> protectedState, [NotNullWhen(true)] out byte[]? state) => throw new InvalidOperationException("secret");
    }
}

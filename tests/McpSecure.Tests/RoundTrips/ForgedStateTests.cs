using System.Diagnostics.CodeAnalysis;
using McpSecure.Limits;
using McpSecure.Tests.Approvals;
using McpSecure.Tests.Attacks;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.RoundTrips;

/// <summary>To open what somebody brings back is work: who makes it up is held to his limits like anybody who calls.</summary>
public sealed class ForgedStateTests
{
    private const string Call = """{"name":"erase","arguments":{"path":"a.txt","days":1}}""";
    private const string Chat = """{"name":"chat","arguments":{}}""";
    private const string Hello = """{"input_1":{"action":"accept"}}""";

    private readonly Desk _desk = new();
    private readonly Counting _opened = new();

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 40)] // without the guard they cost nothing but the server's work
    public async Task Each_of_them_counts_as_a_call(bool isGuarded, int opened)
    {
        await using var session = await StartAsync(""" "CallsPerMinute": 3 """, isGuarded);
        var visit = new Visit(session.ConnectRaw());

        var codes = await ForgeAsync(visit, times: 40);

        Assert.Equal(opened, _opened.Times);
        Assert.Equal(opened, codes.Count(code => code == "invalid_request_state"));
        Assert.Equal(40 - opened, codes.Count(code => code == "rate_limited"));
        Assert.Equal(isGuarded ? "rate_limited" : "asked", Visit.CodeOf(await visit.SendAsync(Call)));
    }

    [Fact]
    public async Task Who_is_refused_too_often_gets_none_opened()
    {
        await using var session = await StartAsync(""" "RefusalsPerMinute": 3, "CoolDownSeconds": 30 """);
        var visit = new Visit(session.ConnectRaw());

        await ForgeAsync(visit, times: 40);
        Assert.Equal(3, _opened.Times);

        _desk.Time.Advance(TimeSpan.FromSeconds(31));
        await ForgeAsync(visit, times: 40);
        Assert.Equal(6, _opened.Times);
    }

    /// <summary>Calls that run are no shelter.</summary>
    [Fact]
    public async Task They_count_while_all_places_are_taken()
    {
        var gate = new TaskCompletionSource();
        await using var session = await _desk.StartAsync(
            policy: """ "Limits": { "CallsPerMinute": 3, "ConcurrentCalls": 1 }, "Roles": { "clerk": { "Tools": { "wait": "Allow" } } } """,
            services: services => services.AddSingleton<IStateProtector>(_opened),
            configure: server => server.WithTools([Given.Tool("wait", async () =>
            {
                _desk.Ran.Note("wait");
                await gate.Task;
                return "waited";
            })]));
        var visit = new Visit(session.ConnectRaw());
        var waiting = visit.SendAsync("""{"name":"wait"}""");
        await Patience.UntilAsync(() => _desk.Ran.Entries.Count == 1);

        await ForgeAsync(visit, times: 40);
        gate.SetResult();
        await waiting;

        Assert.Equal(2, _opened.Times);
    }

    /// <summary>A state that was used, of code that has ended since, is no other way in.</summary>
    [Fact]
    public async Task Nor_is_one_opened_for_ever_that_nothing_waits_for()
    {
        await using var session = await StartAsync(""" "CallsPerMinute": 4 """);
        var visit = new Visit(session.ConnectRaw());
        var state = await visit.AskedAsync(Chat);

        var codes = new List<string>();
        for (var time = 0; time < 6; time++)
        {
            codes.Add(Visit.CodeOf(await visit.ComesBackWithAsync(Chat, state, Hello)));
        }

        Assert.Equal(["ran", "invalid_request_state", "invalid_request_state", "rate_limited", "rate_limited", "rate_limited"], codes);
        Assert.Equal(["chat(accept)"], _desk.Ran.Entries);
    }

    [Fact]
    public async Task Who_lost_the_right_and_comes_back_all_the_same_is_refused_too_often_at_last()
    {
        await using var session = await StartAsync(""" "RefusalsPerMinute": 3, "CoolDownSeconds": 30 """);
        var peer = session.ConnectRaw();
        var visit = new Visit(peer);
        var state = await visit.AskedAsync(Chat);
        _desk.User = Given.User("ann");

        for (var time = 0; time < 3; time++)
        {
            Assert.Equal("invalid_request_state", Visit.CodeOf(await visit.ComesBackWithAsync(Chat, state, Hello)));
        }

        Assert.Equal("rate_limited", Visit.CodeOf(await peer.ModernRequestAsync("tools/list")));
    }

    /// <summary>Who brings back what he was given is one call, no two.</summary>
    [Fact]
    public async Task An_honest_answer_is_one_call()
    {
        await using var session = await StartAsync(""" "CallsPerMinute": 4 """);
        var visit = new Visit(session.ConnectRaw());

        for (var call = 0; call < 2; call++)
        {
            Assert.Equal("ran", Visit.CodeOf(await visit.ComesBackAsync(Call, await visit.AskedAsync(Call))));
        }

        Assert.Equal("rate_limited", Visit.CodeOf(await visit.SendAsync(Call)));
    }

    private Task<Session> StartAsync(string limits, bool isGuarded = true) => _desk.StartAsync(
        policy: $$""" "Limits": { {{limits}} }, {{Desk.Policy}} """,
        services: services =>
        {
            services.AddSingleton<IStateProtector>(_opened);
            (isGuarded ? Without.Nothing : Without.Guard<CallerLimitsGuard>())(services);
        });

    private static async Task<List<string>> ForgeAsync(Visit visit, int times)
    {
        var codes = new List<string>();
        for (var time = 0; time < times; time++)
        {
            codes.Add(Visit.CodeOf(await visit.ComesBackAsync(Call, new string('A', 4000))));
        }

        return codes;
    }

    /// <summary>Seals as ever, and counts how often it is asked to open something.</summary>
    private sealed class Counting : IStateProtector
    {
        private readonly AesGcmStateProtector _protector = new([new byte[32]]);
        private int _times;

        public int Times => _times;

        public byte[] Protect(ReadOnlySpan<byte> state) => _protector.Protect(state);

        public bool TryUnprotect(ReadOnlySpan<byte> protectedState, [NotNullWhen(true)] out byte[]? state)
        {
            Interlocked.Increment(ref _times);
            return _protector.TryUnprotect(protectedState, out state);
        }
    }
}

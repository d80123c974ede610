using System.Diagnostics;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Refusals;

/// <summary>The time of the answer must not tell either: a hidden tool takes as long as an unknown one.</summary>
[Collection(GlobalListeners.Name)]
public sealed class TimingTests
{
    private const int WarmUp = 500;
    private const int Pairs = 2000;
    private const int Attempts = 3;

    [Theory]
    [InlineData("tools/call", """{"name":"secret","arguments":{"path":"a"}}""", """{"name":"nobody","arguments":{"path":"a"}}""")]
    [InlineData("prompts/get", """{"name":"secret"}""", """{"name":"nobody"}""")]
    [InlineData("resources/read", """{"uri":"mem://secret"}""", """{"uri":"mem://nobody"}""")]
    public async Task A_hidden_name_takes_as_long_as_an_unknown_one(string method, string hidden, string unknown)
    {
        var ran = new Ran();
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity()
                .WithTools(Given.ToolsOf(new Things(ran)))
                .WithPrompts([.. Things.Prompts(ran)])
                .WithResources([.. Things.Resources(ran)]),
            new SessionSetup
            {
                Settings = """
                    {
                      "McpSecurity": {
                        "AnonymousRole": "guest",
                        "Roles": {
                          "guest": {
                            "Tools": { "*": "Allow", "secret": "Deny" },
                            "Prompts": { "*": "Allow", "secret": "Deny" },
                            "Resources": { "all": { "Uri": "**", "Access": "Allow" }, "one": { "Uri": "mem://secret" } }
                          }
                        }
                      }
                    }
                    """,
            });
        var peer = await session.ConnectRawAsync();
        await MedianRatioAsync(peer, method, hidden, unknown, WarmUp);

        // A busy machine may spoil one measurement, a leak spoils all of them.
        var ratios = new List<double>();
        while (ratios.Count < Attempts && !ratios.Exists(ratio => ratio is >= 0.8 and <= 1.25))
        {
            ratios.Add(await MedianRatioAsync(peer, method, hidden, unknown, Pairs));
        }

        Assert.True(ratios[^1] is >= 0.8 and <= 1.25, $"hidden / unknown, median of {Pairs} pairs: {string.Join(", ", ratios)}");
        Assert.Empty(ran.Entries);
    }

    /// <summary>The harness itself: an answer that takes 1.5 times as long is noticed.</summary>
    [Fact]
    public async Task A_difference_of_half_is_measured()
    {
        await using var session = await Session.StartAsync(server => server
            .WithTools([Given.Tool("tool", () => "")])
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                Thread.SpinWait(request.Params.Name == "secret" ? 200_000 : 0);
                return next(request, cancellationToken);
            })));
        var peer = await session.ConnectRawAsync();

        Assert.True(await MedianRatioAsync(peer, "tools/call", """{"name":"secret"}""", """{"name":"nobody"}""", 100) > 1.25);
    }

    /// <summary>The median of hidden / unknown over neighbouring pairs, who is first taking turns.</summary>
    private static async Task<double> MedianRatioAsync(RawPeer peer, string method, string hidden, string unknown, int pairs)
    {
        var ratios = new double[pairs];
        for (var pair = 0; pair < pairs; pair++)
        {
            var isHiddenFirst = pair % 2 == 0;
            var first = await TimeAsync(peer, method, isHiddenFirst ? hidden : unknown);
            var second = await TimeAsync(peer, method, isHiddenFirst ? unknown : hidden);
            ratios[pair] = isHiddenFirst ? first / second : second / first;
        }

        Array.Sort(ratios);
        return ratios[pairs / 2];
    }

    private static async Task<double> TimeAsync(RawPeer peer, string method, string parameters)
    {
        var start = Stopwatch.GetTimestamp();
        await peer.RequestAsync(method, parameters);
        return Stopwatch.GetElapsedTime(start).Ticks;
    }
}

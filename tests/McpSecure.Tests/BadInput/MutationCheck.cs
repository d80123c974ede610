using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.BadInput;

/// <summary>Compares what a server did with what it had to do.</summary>
internal sealed class MutationCheck
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly int _seed;
    private readonly AnswerBook _book = new();
    private Problem? _problem;

    public MutationCheck(int seed, IEnumerable<Expectation> expected)
    {
        _seed = seed;
        foreach (var one in expected)
        {
            _book.Add(one);
        }
    }

    /// <summary>Reads until nothing is missing, or nothing more comes.</summary>
    public async Task ReadAnswersAsync(RawPeer peer)
    {
        while (_book.Missing > 0)
        {
            try
            {
                var message = await peer.ReadNextAsync().WaitAsync(Silence);
                Assert.True(message is not null, $"seed {_seed}: the server has hung up with {_book.Missing} answers missing");
                Take(message.Value);
            }
            catch (TimeoutException)
            {
                return; // AssertAnswers says which
            }
        }
    }

    /// <summary>Reads what comes although nothing is missing.</summary>
    public async Task ReadRestAsync(RawPeer peer)
    {
        while (await peer.ReadNextAsync() is { } message)
        {
            Take(message);
        }
    }

    public void AssertAnswers()
    {
        var problem = _problem ?? _book.Unanswered();
        Assert.True(problem is null, $"seed {_seed}: {problem}");
    }

    /// <summary>One record for each message that came in, and one for each request that the SDK rejected before.</summary>
    /// <param name="tally">What was counted.</param>
    /// <param name="besides">How many messages were sent beside the mutations.</param>
    public void AssertRecords(Tally tally, int besides)
    {
        foreach (var seen in tally.All)
        {
            Assert.True(seen.Records == 1, $"seed {_seed}: {seen.Records} records\n{Describe(seen.Message)}");
        }

        var rejected = _book.Requests.Sum(asked => asked.Count) + besides - tally.All.Count(seen => seen.Message is JsonRpcRequest);
        Assert.True(tally.Elsewhere == rejected, $"seed {_seed}: {tally.Elsewhere} records of {rejected} requests that the SDK rejected");
    }

    public void AssertNothingHiddenRan(Ran ran)
    {
        var hidden = ran.Entries.Where(entry => entry.StartsWith(Workshop.Hidden, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        Assert.True(!hidden.Any(), $"seed {_seed}: {string.Join(", ", hidden)}");
    }

    /// <summary>Nothing stays in memory of requests that have been answered.</summary>
    public void AssertNothingRemembered(Sessions sessions, Tally tally)
    {
        var session = sessions.Of(tally.Context!);
        Assert.All(
            _book.Requests,
            asked => Assert.False(session.TryTakeError(asked[0].Request!.Value), $"seed {_seed}: remembered\n{string.Join('\n', asked)}"));
    }

    private string Describe(JsonRpcMessage message) => message switch
    {
        JsonRpcRequest { Id: var id } => string.Join('\n', _book.Of(id)),
        JsonRpcNotification { Method: var method } => $"a notification {method}",
        _ => "an answer of the client",
    };

    private void Take(System.Text.Json.JsonElement message)
    {
        // What has a method, the server says of itself.
        _problem ??= message.TryGetProperty("method", out _) ? null : _book.Take(message);
    }
}

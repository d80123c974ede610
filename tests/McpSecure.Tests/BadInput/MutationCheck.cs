using System.Text.Json;
using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using ModelContextProtocol.Protocol;

namespace McpSecure.Tests.BadInput;

/// <summary>Compares what a server did with what it had to do.</summary>
internal sealed class MutationCheck
{
    private const int ParseError = -32700;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly int _seed;
    private readonly ILookup<RequestId, Expectation> _requests;
    private readonly HashSet<RequestId> _cancelled;
    private readonly int _unreadable;
    private readonly Dictionary<RequestId, int> _answers = [];
    private int _parseErrors;

    public MutationCheck(int seed, IReadOnlyCollection<Expectation> expected)
    {
        _seed = seed;
        _requests = expected.Where(one => one.Request is not null).ToLookup(one => one.Request!.Value);
        _cancelled = [.. expected.Select(one => one.Cancels()).OfType<RequestId>()];
        _unreadable = expected.Count(one => one.Message is null);
    }

    /// <summary>Reads until nothing is missing, or nothing more comes.</summary>
    public async Task ReadAnswersAsync(RawPeer peer)
    {
        var missing = _requests.Where(group => !_cancelled.Contains(group.Key)).Sum(group => group.Count());
        while (missing > 0)
        {
            JsonElement? message;
            try
            {
                message = await peer.ReadNextAsync().WaitAsync(Silence);
            }
            catch (TimeoutException)
            {
                return; // AssertAnswers says which
            }

            Assert.True(message is not null, $"seed {_seed}: the server has hung up with {missing} answers missing");
            if (Take(message.Value) is { } id && !_cancelled.Contains(id) && _answers[id] <= _requests[id].Count())
            {
                missing--;
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
        foreach (var group in _requests)
        {
            var (count, asked) = (_answers.GetValueOrDefault(group.Key), group.Count());
            var isRight = _cancelled.Contains(group.Key) ? count <= asked : count == asked;
            Assert.True(isRight, $"seed {_seed}: {count} answers for {asked} requests of this id\n{string.Join('\n', group)}");
        }

        Assert.All(_answers.Keys, id => Assert.True(_requests.Contains(id), $"seed {_seed}: an answer for {id}, which nobody asked"));
        Assert.True(_parseErrors <= _unreadable, $"seed {_seed}: {_parseErrors} parse errors for {_unreadable} unreadable lines");
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

        var rejected = _requests.Sum(group => group.Count()) + besides - tally.All.Count(seen => seen.Message is JsonRpcRequest);
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
        Assert.All(_requests, group => Assert.False(session.TryTakeError(group.Key), $"seed {_seed}: remembered\n{string.Join('\n', group)}"));
    }

    private string Describe(JsonRpcMessage message) => message switch
    {
        JsonRpcRequest { Id: var id } => string.Join('\n', _requests[id]),
        JsonRpcNotification { Method: var method } => $"a notification {method}",
        _ => "an answer of the client",
    };

    private RequestId? Take(JsonElement message)
    {
        if (message.TryGetProperty("method", out _))
        {
            return null; // what the server says of itself
        }

        Form.AssertWellFormed(message);
        var written = message.GetProperty("id");
        Assert.InRange(message.GetRawText().Length - written.GetRawText().Length, 1, Form.MaximumAnswer);
        if (message.TryGetProperty("error", out var error) && error.GetProperty("code").GetInt32() == ParseError)
        {
            _parseErrors++;
            return null;
        }

        var id = written.ValueKind == JsonValueKind.Number ? new RequestId(written.GetInt64()) : new RequestId(written.GetString()!);
        _answers[id] = _answers.GetValueOrDefault(id) + 1;
        return id;
    }
}

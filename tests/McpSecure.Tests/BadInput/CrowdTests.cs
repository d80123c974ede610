using System.Text.Json;
using McpSecure.Tests.Support;
using ModelContextProtocol;

namespace McpSecure.Tests.BadInput;

/// <summary>Five hundred calls that are all in progress at once and end in every way there is.</summary>
public sealed class CrowdTests
{
    private const int Calls = 500;

    /// <summary>What the calls ask for, in turn, and how the record of each has to end.</summary>
    private static readonly (string Request, string Outcome)[] Kinds =
    [
        (""" "method":"tools/call","params":{"name":"wait"} """, "completed"),
        (""" "method":"tools/call","params":{"name":"fail"} """, "tool_error"),
        (""" "method":"tools/call","params":{"name":"protest"} """, "failed"),
        (""" "method":"tools/call","params":{"name":"wait"} """, "cancelled"),
        (""" "method":"tools/call","params":{"name":"purge"} """, "refused"),
        (""" "method":"tools/call","params":{"name":"delete_file","arguments":{"path":"a"}} """, "refused"),
        (""" "method":"tools/call","params":{"name":"read_file","arguments":{"path":"a","PATH":"b"}} """, "refused"),
        (""" "method":"prompts/get","params":{"name":"greet"} """, "completed"),
        (""" "method":"resources/read","params":{"uri":"docs://closed/a"} """, "refused"),
        (""" "method":"x/unknown" """, "refused"),
    ];

    [Fact]
    public async Task Each_is_answered_once_and_recorded_once()
    {
        var running = new CountdownEvent(Calls / Kinds.Length * 4);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var workshop = await Workshop.OpenAsync(tools: ran =>
        [
            Given.Tool("wait", (CancellationToken cancellationToken) => WaitAsync("done", cancellationToken)),
            Given.Tool("fail", async Task<string> () => throw new InvalidOperationException(await WaitAsync("no", default))),
            Given.Tool("protest", async Task<string> () => throw new McpProtocolException(await WaitAsync("no", default), McpErrorCode.InvalidParams)),
        ]);

        async Task<string> WaitAsync(string result, CancellationToken cancellationToken)
        {
            running.Signal();
            await release.Task.WaitAsync(cancellationToken);
            return result;
        }

        foreach (var id in Enumerable.Range(1000, Calls))
        {
            await workshop.Peer.SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},{{Kinds[id % Kinds.Length].Request}}}""");
        }

        Assert.True(running.Wait(Patience.Limit));
        var cancelled = Enumerable.Range(1000, Calls).Where(id => Kinds[id % Kinds.Length].Outcome == "cancelled").ToArray();
        foreach (var id in cancelled)
        {
            await workshop.Peer.NotifyAsync("notifications/cancelled", $$"""{"requestId":{{id}}}""");
        }

        await workshop.RecordedAsync(record => (string?)record["Outcome"] == "cancelled", cancelled.Length);
        release.SetResult();
        var answers = new List<JsonElement>();
        while (answers.Count < Calls - cancelled.Length)
        {
            answers.Add((await workshop.Peer.ReadNextAsync())!.Value);
        }

        await workshop.AssertServesAsync();
        var records = (await workshop.CloseAsync()).Skip(workshop.HandshakeRecords).ToArray();

        Assert.All(answers, Form.AssertWellFormed);
        Assert.Equal(
            Enumerable.Range(1000, Calls).Except(cancelled),
            answers.Select(answer => answer.GetProperty("id").GetInt32()).Order());
        Assert.Equal(Calls + cancelled.Length + 1, records.Length);
        var expected = Kinds.GroupBy(kind => kind.Outcome).ToDictionary(group => group.Key, group => group.Count() * (Calls / Kinds.Length));
        expected["completed"] += cancelled.Length + 1; // the notifications, and the call that shows that the server lives
        Assert.Equal(expected, records.GroupBy(record => (string)record["Outcome"]!).ToDictionary(group => group.Key, group => group.Count()));
    }
}

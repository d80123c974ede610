using McpSecure.Tests.Support;
using ModelContextProtocol;

namespace McpSecure.Tests.BadInput;

/// <summary>Authors' code that throws: one answer, one record, and the server goes on.</summary>
public sealed class ThrowingTests
{
    public static TheoryData<string, string> Exceptions() => new()
    {
        { nameof(InvalidOperationException), "tool_error" },
        { nameof(McpException), "tool_error" },
        { nameof(McpProtocolException), "failed" },
        { nameof(OperationCanceledException), "tool_error" }, // nobody cancelled anything: a time-out inside the tool
        { nameof(TaskCanceledException), "tool_error" },
        { nameof(System.Text.Json.JsonException), "tool_error" },
        { nameof(AggregateException), "tool_error" },
        { nameof(NotImplementedException), "tool_error" },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task A_tool_that_throws_is_answered_and_recorded_once(string exception, string outcome)
    {
        await using var workshop = await Workshop.OpenAsync(
            tools: ran => [Given.Tool("throw", (string late) => Throw(ran, exception, late == "yes"))]);

        foreach (var late in new[] { "yes", "no" })
        {
            var answer = await workshop.Peer.CallToolAsync("throw", $$"""{"late":"{{late}}"}""");
            Form.AssertWellFormed(answer);
            Form.AssertBounded(answer);
            Assert.True(outcome == "failed" ? answer.TryGetProperty("error", out _) : answer.IsToolError());
        }

        await workshop.AssertServesAsync();
        var records = await workshop.CloseAsync();

        Assert.Equal([outcome, outcome], records.Where(record => (string?)record["Target"] == "throw").Select(record => record["Outcome"]));
        Assert.Equal(workshop.HandshakeRecords + 3, records.Count);
        Assert.Equal(["throw", "throw", "read_file(alive)"], workshop.Ran.Entries);
        Assert.All(records, Form.AssertClean);
    }

    [Fact]
    public async Task The_words_of_a_protocol_error_stay_one_short_line()
    {
        await using var workshop = await Workshop.OpenAsync(
            tools: ran => [Given.Tool("throw", string () => throw new McpProtocolException($"\u001b[2J\n{new string('x', 1024 * 1024)}", McpErrorCode.InvalidParams))]);

        var answer = await workshop.Peer.CallToolAsync("throw");
        await workshop.AssertServesAsync();
        var records = await workshop.CloseAsync();

        Form.AssertBounded(answer);
        Assert.StartsWith("-32602: \ufffd[2J\ufffdxxx", answer.Error(), StringComparison.Ordinal);
        Assert.All(records, Form.AssertClean);
    }

    private static async Task<string> Throw(Ran ran, string exception, bool late)
    {
        ran.Note("throw");
        if (late)
        {
            await Task.Yield();
        }

        throw exception switch
        {
            nameof(McpException) => new McpException("the author's words"),
            nameof(McpProtocolException) => new McpProtocolException("the author's words", McpErrorCode.InvalidParams),
            nameof(OperationCanceledException) => new OperationCanceledException(),
            nameof(TaskCanceledException) => new TaskCanceledException(),
            nameof(System.Text.Json.JsonException) => new System.Text.Json.JsonException("words"),
            nameof(AggregateException) => new AggregateException(new InvalidOperationException("words"), new OperationCanceledException()),
            nameof(NotImplementedException) => new NotImplementedException(),
            _ => new InvalidOperationException("words"),
        };
    }
}

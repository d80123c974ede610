using System.Text;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Transport;

/// <summary>Lines longer than they may be: an answer and a record each, and the next line is served.</summary>
public sealed class LongLineTests
{
    private const int Limit = 64 * 1024;

    private readonly Ran _ran = new();

    /// <summary>The transport of the SDK reads a line of any length, and runs what it says.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_line_longer_than_it_may_be_is_answered_and_skipped_and_the_next_is_served(bool isBounded)
    {
        await using var session = await StartAsync(isBounded);
        await using var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("note", $$"""{"text":"{{new string('a', 2 * 1024 * 1024)}}"}""");
        var next = await peer.CallToolAsync("note", """{"text":"b"}""");

        Assert.Equal(isBounded ? 1 : 2, _ran.Entries.Count);
        Assert.False(next.IsToolError());
        if (isBounded)
        {
            Assert.Equal("-32600: The line is longer than 65536 bytes, and was skipped. Send shorter messages.", answer.Error());
            var data = answer.GetProperty("error").GetProperty("data");
            Assert.Equal(("message_too_large", "after_fix"), (data.GetProperty("code").GetString(), data.GetProperty("retry").GetString()));
            var record = Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry["Code"] is "message_too_large");
            Assert.Equal(("refused", "line_length", "_OTHER"), (record["Outcome"], record["Guard"], record["Method"]));
        }
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping","x":"{0}"}""", "7")]
    [InlineData("""{"jsonrpc":"2.0","id":"seven","method":"ping","x":"{0}"}""", "\"seven\"")]
    [InlineData("""{"method":"ping","params":{"id":8,"method":"x"},"id":7,"x":"{0}"}""", "7")]
    [InlineData("""{"method":"ping","params":{"x":"{0}"},"jsonrpc":"2.0","id":7}""", "7")] // as several SDKs write it
    [InlineData("""{"method":"ping","params":{"x":"{0}"},"jsonrpc":"2.0", "id" : "seven" } """, "\"seven\"")]
    [InlineData("""{"method":"ping","x":"{0}","id":"a\"b"}""", "null")]
    [InlineData("""{"method":"ping","x":"{0}","id":1.5}""", "null")]
    [InlineData("""{"method":"ping","x":"{0}","id":12345678901234567890}""", "null")]
    [InlineData("""{"method":"ping","id2":"{0}","params":{"id":7}}""", "null")] // not of the request
    [InlineData("""{"method":"ping","x":"{0}","y":",\"id\":7"}""", "null")]
    [InlineData("""{"method":"ping","x":"{0},\"id\":7}"}""", "null")]
    [InlineData("""{"method":"ping","x":"{0}","id":7,"y":""}""", "null")] // neither at the beginning nor at the end
    [InlineData("""{"result":{"x":"{0}"},"jsonrpc":"2.0","id":7}""", "null")] // an answer of the client
    [InlineData("""{"jsonrpc":"2.0","id":7,"result":"{0}"}""", "null")] // an answer of the client: its ids are not ours
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/progress","x":"{0}"}""", "null")]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping","x":"{0}"}""", "null")]
    [InlineData("""{"jsonrpc":"2.0","id":{"id":7},"method":"ping","x":"{0}"}""", "null")]
    [InlineData("""{"id":"\ud800","method":"ping","x":"{0}"}""", "null")]
    [InlineData("""[{"jsonrpc":"2.0","id":7,"method":"ping","x":"{0}"}]""", "null")]
    [InlineData("""{"jsonrpc":"2.0","id":7,"method":"ping",]{0}""", "7")]
    [InlineData("{0}", "null")]
    [InlineData("{{{{{{{0}", "null")]
    public async Task The_answer_has_the_id_of_a_request_and_no_other(string line, string id)
    {
        await using var session = await StartAsync();
        await using var peer = session.ConnectRaw();

        await peer.SendAsync(line.Replace("{0}", new string('a', Limit + 1), StringComparison.Ordinal));
        var answer = await peer.ReadNextAsync();

        Assert.Equal(id, answer?.GetProperty("id").GetRawText());
        Assert.False((await peer.CallToolAsync("note", """{"text":"b"}""")).IsToolError());
    }

    [Theory]
    [InlineData(Limit, false)]
    [InlineData(Limit + 1, true)]
    [InlineData(Limit + 2, true)]
    public async Task A_line_of_the_longest_length_is_served(int length, bool isRefused)
    {
        await using var session = await StartAsync();
        await using var peer = session.ConnectRaw();

        var line = """{"jsonrpc":"2.0","id":"x","method":"ping"}""";
        var answer = await peer.ExchangeAsync("\"x\"", line.PadRight(length));

        Assert.Equal(isRefused, answer.TryGetProperty("error", out _));
    }

    /// <summary>It goes by what is read, not by the line: nobody waits for an end that may never come.</summary>
    [Fact]
    public async Task The_answer_does_not_wait_for_the_end_of_the_line()
    {
        await using var session = await StartAsync();
        await using var peer = session.ConnectRaw();

        await peer.SendAsync(Encoding.UTF8.GetBytes("""{"id":1,"method":"ping","x":" """ + new string('a', Limit)));
        Assert.Equal(1, (await peer.ReadNextAsync())?.GetProperty("id").GetInt32());
        await peer.SendAsync(Encoding.UTF8.GetBytes(new string('a', 3 * Limit)));
        await peer.SendAsync("""{"jsonrpc":"2.0","id":2,"method":"ping"}"""); // the end of the same line

        Assert.False((await peer.CallToolAsync("note", """{"text":"b"}""")).IsToolError());
        Assert.Single(session.Logs.From(McpSecurityTelemetry.LogCategory), entry => entry["Code"] is "message_too_large");
    }

    /// <summary>The end comes in pieces of any size, and may not come at all.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300)]
    public async Task The_id_behind_the_params_is_found_however_the_line_comes_in(int piece)
    {
        await using var session = await StartAsync(limit: 1024);
        await using var peer = session.ConnectRaw();
        var line = Encoding.UTF8.GetBytes($$"""{"method":"ping","params":{"x":"{{new string('a', 2000)}}"},"jsonrpc":"2.0","id":"request-number-7"}""" + "\n");

        for (var sent = 0; sent < line.Length; sent += piece)
        {
            await peer.SendAsync(line.AsMemory(sent, Math.Min(piece, line.Length - sent)).ToArray());
        }

        Assert.Equal("request-number-7", (await peer.ReadNextAsync())?.GetProperty("id").GetString());
    }

    /// <summary>Answers of the transport and of the server go out at once, and none of them inside another.</summary>
    [Fact]
    public async Task Under_a_flood_of_long_lines_each_line_gets_its_own_whole_answer()
    {
        await using var session = await StartAsync(limit: 1024);
        await using var peer = session.ConnectRaw();
        var tail = new string('a', 2000);

        var answers = await Task.WhenAll(Enumerable.Range(0, 1500).Select(index => index % 3 == 0
            ? peer.ExchangeAsync($"\"l{index}\"", $$"""{"jsonrpc":"2.0","id":"l{{index}}","method":"ping","params":"{{tail}}"}""")
            : peer.CallToolAsync("note", $$"""{"text":"{{index}}"}""")));

        Assert.Equal(500, answers.Count(answer => answer.TryGetProperty("error", out _)));
        Assert.Equal(1000, _ran.Entries.Count);
        Assert.Equal(500, session.Logs.From(McpSecurityTelemetry.LogCategory).Count(entry => entry["Code"] is "message_too_large"));
    }

    private Task<Session> StartAsync(bool isBounded = true, int limit = Limit) => Session.StartAsync(
        server => server.AddMcpSecurity().WithTools([Given.Tool("note", (string text) => _ran.Note(text))]),
        new SessionSetup
        {
            BoundedLines = isBounded,
            Settings = $$"""
                { "McpSecurity": { "Limits": { "LineBytes": {{limit}}, "ArgumentBytes": 10000000 }, "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "*": "Allow" } } } } }
                """,
        });
}

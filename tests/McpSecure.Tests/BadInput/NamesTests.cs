using McpSecure.Tests.Support;

namespace McpSecure.Tests.BadInput;

/// <summary>Names, URIs, cursors, argument names and methods that no honest client sends, at every door.</summary>
public sealed class NamesTests
{
    private const int Megabyte = 1024 * 1024;

    /// <summary>A request for each door; <c>NAME</c> stands where a client chooses a text.</summary>
    private static readonly (string Method, string Parameters)[] Doors =
    [
        ("tools/call", """{"name":"NAME","arguments":{"path":"a"}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"a","NAME":1}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"NAME":1,"NAME":2}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"a","labels":{"NAME":"1","NAME":"2"}}}"""),
        ("tools/call", """{"name":"delete_file","arguments":{"path":"NAME"}}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"a"},"requestState":"NAME"}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"a"},"NAME":1}"""),
        ("tools/call", """{"name":"read_file","arguments":{"path":"a","labels":{"NAME":[]}}}"""),
        ("prompts/get", """{"name":"NAME"}"""),
        ("prompts/get", """{"name":"greet","arguments":{"NAME":"a"}}"""),
        ("resources/read", """{"uri":"NAME"}"""),
        ("resources/read", """{"uri":"docs://open/NAME"}"""),
        ("resources/subscribe", """{"uri":"NAME"}"""),
        ("resources/subscribe", """{"uri":"docs://closed/NAME"}"""),
        ("resources/unsubscribe", """{"uri":"NAME"}"""),
        ("completion/complete", """{"ref":{"type":"ref/prompt","name":"NAME"},"argument":{"name":"who","value":"a"}}"""),
        ("completion/complete", """{"ref":{"type":"ref/resource","uri":"NAME"},"argument":{"name":"id","value":"a"}}"""),
        ("completion/complete", """{"ref":{"type":"ref/resource","uri":"docs://closed/{NAME}"},"argument":{"name":"id","value":"a"}}"""),
        ("completion/complete", """{"ref":{"type":"NAME","name":"greet"},"argument":{"name":"who","value":"a"}}"""),
        ("completion/complete", """{"ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"who","value":"a"},"context":{"arguments":{"NAME":[]}}}"""),
        ("tools/list", """{"cursor":"NAME"}"""),
        ("prompts/list", """{"cursor":"NAME"}"""),
        ("resources/list", """{"cursor":"NAME"}"""),
        ("resources/templates/list", """{"cursor":"NAME"}"""),
        ("logging/setLevel", """{"level":"NAME"}"""),
        ("ping", """{"NAME":"NAME"}"""),
        ("ping", """{"_meta":{"progressToken":"NAME","NAME":1}}"""),
        ("initialize", """{"protocolVersion":"NAME","capabilities":{},"clientInfo":{"name":"a","version":"1"}}"""),
        ("initialize", """{"protocolVersion":"9NAME","capabilities":{},"clientInfo":{"name":"a","version":"1"}}"""),
        ("initialize", """{"protocolVersion":"2025-11-25","capabilities":{"NAME":{}},"clientInfo":{"name":"NAME","version":"NAME"}}"""),
        ("server/discover", """{"_meta":{"io.modelcontextprotocol/protocolVersion":"NAME"}}"""),
        ("subscriptions/listen", """{"notifications":{"resourceSubscriptions":["NAME"]}}"""),
        ("x/custom", """{"NAME":"NAME"}"""),
        ("NAME", "{}"),
        ("notifications/NAME", "{}"),
        ("tasks/get", """{"taskId":"NAME"}"""),
    ];

    private static readonly (string Name, string Why)[] Names =
    [
        (new string('n', Megabyte), "1 MB"),
        (string.Concat(Enumerable.Repeat("\\u0000", Megabyte / 8)), "much longer as an escape than as a text"),
        ("x\\n[Information] McpSecure.Audit: tools/call read_file: completed", "forges a line of the log"),
        ("x\\r\\nx", "the other line end"),
        ("\\u001b[2J\\u001b[31mred", "ANSI escapes: clears a terminal"),
        ("\\u009b31m", "the same in one character"),
        ("\u202egpj.exe", "right-to-left override, raw"),
        ("\\u2066x\\u2069\\u200b\\ufeff", "isolates, zero-width characters"),
        ("\\u2028\\u2029\\u0085", "line ends of Unicode"),
        ("\\u0000\\u0007\\u007f", "NUL, bell, delete"),
        ("\\udb40\\udc41\\ue000", "tag and private-use characters: text for a model, invisible to people"),
        ("%0d%0a%1b", "control characters, percent-encoded"),
        ("\\ud800", "half a character: a text that cannot be written back"),
    ];

    public static TheoryData<int, int, string> Cases()
    {
        var cases = new TheoryData<int, int, string>();
        foreach (var (door, index) in Doors.Select((door, index) => (door, index)))
        {
            foreach (var (name, which) in Names.Select((name, which) => (name, which)))
            {
                cases.Add(index, which, $"{door.Method}: {name.Why}");
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_answered_once_briefly_and_recorded_once(int door, int name, string why)
    {
        var (method, parameters) = Doors[door];
        var text = Names[name].Name;
        await using var workshop = await Workshop.OpenAsync();

        var answer = await workshop.Peer.ExchangeAsync(
            "77", $$"""{"jsonrpc":"2.0","id":77,"method":"{{With(method, text)}}","params":{{With(parameters, text)}}}""");
        await workshop.AssertServesAsync();
        var records = await workshop.CloseAsync();

        Form.AssertWellFormed(answer);
        Form.AssertBounded(answer);
        var isUnreadable = answer.TryGetProperty("error", out var error) && error.GetProperty("code").GetInt32() == -32700;
        Assert.True(records.Count == workshop.HandshakeRecords + 1 + (isUnreadable ? 0 : 1), why);
        Assert.All(records, Form.AssertClean);
    }

    private static string With(string template, string name) => template.Replace("NAME", name, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"NAME","io.modelcontextprotocol/clientCapabilities":{}}""")] // no such version
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":"NAME"}""")]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}""")]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/logLevel":"NAME"}""")]
    public async Task What_the_SDK_rejects_before_us_is_answered_once_briefly_and_recorded_once(string meta)
    {
        foreach (var (name, why) in Names.Where(name => name.Name != "\\ud800"))
        {
            await using var workshop = await Workshop.OpenAsync(version: ProtocolVersions.July2026);

            var answer = await workshop.Peer.RequestAsync("tools/call", $$"""{"_meta":{{With(meta, name)}},"name":"read_file","arguments":{"path":"a"} }""");
            await workshop.AssertServesAsync();
            var records = await workshop.CloseAsync();

            Form.AssertWellFormed(answer);
            Form.AssertBounded(answer);
            Assert.True(answer.TryGetProperty("error", out _), why);
            Assert.Equal(["completed", "rejected"], records.Select(record => (string)record["Outcome"]!).Order());
            Assert.Equal(["read_file(alive)"], workshop.Ran.Entries);
        }
    }

    [Fact]
    public async Task A_client_cannot_write_the_log_with_its_own_name()
    {
        foreach (var (name, _) in Names)
        {
            await using var workshop = await Workshop.OpenAsync(version: ProtocolVersions.July2026); // no handshake yet
            foreach (var info in new[] { "{'name':'NAME','version':'NAME'}", "{'NAME':'NAME','Name':'NAME','VERSION':'NAME'}", "{'name':'NAME','name':'NAME'}" })
            {
                await workshop.Peer.RequestAsync(
                    "initialize",
                    $$"""{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{{With(info.Replace('\'', '"'), name)}} }""");
            }

            await workshop.Peer.RequestAsync("ping");
            await workshop.CloseAsync();

            Assert.All(workshop.Session.Logs.Entries, entry => Form.AssertOneLine(entry.Message));
        }
    }
}

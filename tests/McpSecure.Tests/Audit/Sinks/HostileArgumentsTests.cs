using System.Text;
using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>Whatever a client sends, it is one line of the journal, and no more of it than there may be.</summary>
public sealed class HostileArgumentsTests : IDisposable
{
    private const string Forged = """{"seq":99,"record":{"kind":"outcome"}}""";

    private readonly KeptServer _server = new();

    public void Dispose() => _server.Dispose();

    public static TheoryData<string> Texts =>
    [
        "\\u0000\\u0001\\u001b[2J", "\\ud800", "\\udc00x\\ud83d", "\\n" + Forged.Replace("\"", "\\\"", StringComparison.Ordinal) + "\\n", "\\u2028\\u2029\\u0085", "\\ufeff\\ufffe\\uffff",
        "\\u202eevil\\u2066", "</script><!--", "\\\"}},{\\\"seq\\\":1", "\U0001F4A9",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Any_text_is_kept_in_one_line_that_reads_back(string text)
    {
        await using (var session = await StartAsync())
        {
            await using var peer = await session.ConnectRawAsync();
            await peer.CallToolAsync("note", $$"""{"text":"{{text}}","{{text}}":1}""");   // the key is refused, and kept as a refusal
            await peer.CallToolAsync("note", $$"""{"text":"{{text}}"}""");
        }

        var found = _server.Verify();
        Assert.True(found.IsIntact && found.IsClosed, found.Fault?.Reason);
        Assert.InRange(_server.Records.Count, 2, 3);
        Assert.All(File.ReadAllLines(Directory.GetFiles(_server.Folder, "*.jsonl")[0]), line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind));
        Assert.DoesNotContain(_server.Records, record => record.TryGetProperty("seq", out _));
    }

    [Fact]
    public async Task Ten_megabytes_are_kept_as_length_and_digest()
    {
        await using (var session = await StartAsync())
        {
            await using var peer = await session.ConnectRawAsync();
            foreach (var end in "aba")
            {
                await peer.CallToolAsync("note", $$"""{"text":"{{new string('x', 10_000_000)}}{{end}}"}""");
            }
        }

        var intents = _server.Of("intent").ToArray();
        Assert.Equal(3, intents.Length);
        Assert.All(intents, intent => Assert.Equal((false, 10_000_012), (intent.TryGetProperty("args", out _), intent.GetProperty("args_bytes").GetInt32())));
        var digests = intents.Select(intent => KeptServer.Text(intent, "args_digest")).ToArray();
        Assert.Equal(digests[0], digests[2]);
        Assert.NotEqual(digests[0], digests[1]);   // though they begin alike
        Assert.InRange(new FileInfo(Directory.GetFiles(_server.Folder, "*.jsonl")[0]).Length, 1000, 20_000);
        Assert.Equal(3, _server.Ran.Entries.Count);
    }

    /// <summary>Refused by their size, they are not worked on to be kept either.</summary>
    [Fact]
    public async Task What_is_too_large_is_a_refusal_and_small()
    {
        await using (var session = await StartAsync(limit: 1_000_000))
        {
            await using var peer = await session.ConnectRawAsync();
            await peer.CallToolAsync("note", $$"""{"text":"{{new string('x', 10_000_000)}}"}""");
        }

        Assert.Equal("arguments_too_large", KeptServer.Text(Assert.Single(_server.Records), "code"));
        Assert.InRange(new FileInfo(Directory.GetFiles(_server.Folder, "*.jsonl")[0]).Length, 1000, 20_000);
        Assert.Empty(_server.Ran.Entries);
    }

    [Theory]
    [InlineData("__proto__")]
    [InlineData("kind")]
    [InlineData("a.b[0]")]
    [InlineData("")]
    [InlineData("\\u0000")]
    public async Task A_hostile_key_is_a_key_within_the_arguments(string key)
    {
        await using (var session = await StartAsync())
        {
            await using var peer = await session.ConnectRawAsync();
            await peer.CallToolAsync("any", $$"""{"what":{"{{key}}":"x","{{new string('k', 300)}}":{"{{key}}":[]} } }""");
        }

        var intent = Assert.Single(_server.Of("intent"));
        Assert.True(intent.GetProperty("args").GetProperty("what").TryGetProperty(JsonElement.Parse($"\"{key}\"").GetString()!, out _));
        Assert.True(_server.Verify().IsIntact);
    }

    /// <summary>Not UTF-8: the transport and the SDK decide what becomes of it, and the journal stays whole.</summary>
    [Fact]
    public async Task Bytes_that_are_no_text_break_no_line()
    {
        await using (var session = await StartAsync())
        {
            await using var peer = await session.ConnectRawAsync();
            byte[] line = [.. Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":77,"method":"tools/call","params":{"name":"note","arguments":{"text":"a"""), 0xff, 0xc0, 0xed, 0xa0, 0x80, .. "\"}}}\n"u8];
            await peer.SendAsync(line);
            Assert.False((await peer.CallToolAsync("note", """{"text":"after"}""")).IsToolError());
        }

        var found = _server.Verify();
        Assert.True(found.IsIntact && found.IsClosed, found.Fault?.Reason);
        Assert.Contains("after", _server.Ran.Entries);
    }

    private Task<Session> StartAsync(int limit = 64 * 1024 * 1024) => _server.StartAsync(
        server => server.WithTools([Given.Tool("note", (string text) => _server.Ran.Note(text)), Given.Tool("any", (JsonElement what) => _server.Ran.Note("any"))]),
        more: $$""" "Limits": { "ArgumentBytes": {{limit}}, "ArgumentTextLength": {{limit}} }, """);
}

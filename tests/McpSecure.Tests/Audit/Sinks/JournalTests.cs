using System.Text.Json;
using McpSecure.Journal;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Audit.Sinks;

/// <summary>The journal of a server, from its configuration to its lines.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly Ran _ran = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mcpsecure-journal-").FullName;

    [Fact]
    public async Task A_call_is_in_the_journal_before_its_answer()
    {
        await using (var session = await StartAsync())
        {
            await using var peer = await session.ConnectRawAsync();
            await peer.CallToolAsync("note", """{"text":"a\u0000\ud83d\ude00"}""");

            var lines = Lines();
            var (intent, outcome) = (Single(lines, "intent"), Single(lines, "outcome"));
            Assert.Equal(Text(intent, "call"), Text(outcome, "call"));
            Assert.Equal(("tools/call", "note", "completed"), (Text(intent, "method"), Text(intent, "target"), Text(outcome, "outcome")));
            Assert.Equal("a\0\U0001F600", intent.GetProperty("args").GetProperty("text").GetString());
            Assert.Equal(64, Text(outcome, "result_digest")!.Length);
        }
    }

    [Fact]
    public async Task A_refusal_is_in_the_journal_once_the_message_is_over()
    {
        await using var session = await StartAsync();
        await using var peer = await session.ConnectRawAsync();

        await peer.CallToolAsync("hidden", "{}");

        await Patience.UntilAsync(() => Lines().Exists(line => Text(line, "kind") == "refusal"));
        var refusal = Single(Lines(), "refusal");
        Assert.Equal(("hidden", "not_found", "authorization"), (Text(refusal, "target"), Text(refusal, "code"), Text(refusal, "guard")));
    }

    /// <summary>A million refusals must not fill the disk, nor stop others.</summary>
    [Fact]
    public async Task A_flood_of_refusals_is_counted_and_summed_up()
    {
        var time = new FakeTime();
        await using var session = await StartAsync(time: time);
        await using var peer = await session.ConnectRawAsync();

        for (var call = 0; call < 200; call++)
        {
            await peer.CallToolAsync("hidden", "{}");
        }

        await peer.CallToolAsync("note", """{"text":"a"}""");

        await session.FinishAsync(); // a refusal is counted once its answer is out
        time.Advance(TimeSpan.FromMinutes(1));

        await Patience.UntilAsync(() => SummedUp() > 0);
        Assert.Equal((10, 190L), (Refusals(), SummedUp()));
        Assert.Single(Lines(), line => Text(line, "kind") == "outcome");

        int Refusals() => Lines().Count(line => Text(line, "kind") == "refusal");
        long SummedUp() => Lines().Where(line => Text(line, "kind") == "summary").Sum(line => line.GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task What_is_left_to_sum_up_is_kept_when_the_server_ends()
    {
        await using (var session = await StartAsync())
        {
            await using var peer = await session.ConnectRawAsync();
            for (var call = 0; call < 20; call++)
            {
                await peer.CallToolAsync("hidden", "{}");
            }
        }

        Assert.Equal(10, Single(Lines(), "summary").GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task A_journal_that_another_server_holds_is_not_written_by_two()
    {
        await using var other = await StartAsync();

        await Assert.ThrowsAsync<JournalException>(() => StartAsync());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static JsonElement Single(List<JsonElement> lines, string kind) => Assert.Single(lines, line => Text(line, "kind") == kind);

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private List<JsonElement> Lines() =>
    [
        .. Directory.EnumerateFiles(Path.Join(_folder, "journal"), "*.jsonl").Order(StringComparer.Ordinal).SelectMany(ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(line => line.TryGetProperty("record", out var record) ? record : line),
    ];

    private static List<string> ReadLines(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').SkipLast(1)];
    }

    private Task<Session> StartAsync(TimeProvider? time = null) => Session.StartAsync(
        server => server.WithTools([Given.Tool("note", (string text) => _ran.Note(text)), Given.Tool("hidden", _ran)]).AddMcpSecurity(),
        new SessionSetup
        {
            Services = services =>
            {
                if (time is not null)
                {
                    services.AddSingleton(time);
                }
            },
            Settings = $$"""
                { "McpSecurity": { "Audit": { "Level": "Full", "Journal": { "Directory": {{JsonSerializer.Serialize(Path.Join(_folder, "journal"))}} } },
                  "AnonymousRole": "guest", "Roles": { "guest": { "Tools": { "note": "Allow" } } } } }
                """,
        });
}

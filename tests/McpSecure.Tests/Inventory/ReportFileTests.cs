using McpSecure.Inventory;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests.Inventory;

/// <summary>The file that a server writes at its start, and that another process reads.</summary>
public sealed class ReportFileTests : IDisposable
{
    private const string Policy = """
        "AnonymousRole": "guest",
        "Roles": { "guest": { "Tools": { "pay": "Allow" }, "Limits": { "CallsPerMinute": 7 }, "Members": { "m": { "Claim": "groups", "Value": "staff" } } } },
        "Tools": { "pay": { "Access": "Ask", "Arguments": { "amount": { "Maximum": 5 } }, "Sensitive": { "card.number": true }, "Limits": { "ConcurrentCalls": 2 } } }
        """;

    private readonly Reviewed _reviewed = new();

    [Fact]
    public async Task It_is_what_the_server_itself_says()
    {
        await using var session = await StartAsync();

        Assert.Equal(Reviewed.Of(session).ToJson(Reviewed.Of(session).Create()) + "\n", File.ReadAllText(_reviewed.File));
        Assert.Equal(Reviewed.Of(session).ToJson(Reviewed.Of(session).Create()), ReportJson.Write(ReportJson.Read(_reviewed.File)));
    }

    [Fact]
    public async Task It_has_what_a_reviewer_asks_for()
    {
        await using var session = await StartAsync();

        var pay = Reviewed.Row(ReportJson.Read(_reviewed.File), "pay");

        Assert.Equal(Access.Ask, pay.Ceiling);
        Assert.Equal(["amount: at most 5"], pay.ArgumentRules);
        Assert.Equal(["card.number"], pay.SensitiveArguments);
        Assert.Contains("any value at /properties/card", pay.OpenPlaces);
        Assert.Contains("the serializer reads its arguments leniently", pay.OpenPlaces);
        Assert.Equal(2, pay.Limits["ConcurrentCalls"]);
        Assert.Equal(64, pay.DefinitionHash!.Length);
    }

    [Fact]
    public async Task It_is_for_its_owner_alone_and_nothing_else_is_left_there()
    {
        await using var session = await StartAsync();

        Assert.Equal([_reviewed.File], Directory.GetFiles(Path.GetDirectoryName(_reviewed.File)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_reviewed.File));
        }
    }

    /// <summary>Whoever can put a link there must not have another file of the server overwritten, nor read the report through one of his.</summary>
    [Fact]
    public async Task A_link_in_its_place_is_replaced_and_what_it_leads_to_stays()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_reviewed.File)!);
        var victim = Path.Join(Path.GetDirectoryName(_reviewed.File), "victim");
        File.WriteAllText(victim, "mine");
        File.CreateSymbolicLink(_reviewed.File, victim);

        await using var session = await StartAsync();

        Assert.Equal("mine", File.ReadAllText(victim));
        Assert.Null(new FileInfo(_reviewed.File).LinkTarget);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_and_stops_nothing()
    {
        Directory.CreateDirectory(_reviewed.File); // a directory in its place

        await using var session = await StartAsync();

        Assert.Contains(session.Logs.Entries, entry => entry.EventId.Id == 50);
        Assert.Equal([_reviewed.File], Directory.GetFileSystemEntries(Path.GetDirectoryName(_reviewed.File)!));
        await using var peer = await session.ConnectRawAsync();
        Assert.True((await peer.RequestAsync("tools/list")).TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData(""" "Audit": { "ReportFile": "/srv/journal/r.json", "Journal": { "Directory": "/srv/journal" } } """, "within the directory of the journal")]
    [InlineData(""" "Audit": { "ReportFile": "/srv/key.pem", "Journal": { "Directory": "/srv/journal", "KeyFile": "/srv/key.pem" } } """, "which is Journal:KeyFile as well")]
    [InlineData(""" "Audit": { "ReportFile": "/srv/check", "Journal": { "Directory": "/srv/journal", "KeyFile": "/srv/key.pem", "CheckpointFile": "/srv/../srv/check" } } """, "which is Journal:CheckpointFile as well")]
    [InlineData(""" "Audit": { "ReportFile": "~/r.json" } """, "which is no path")]
    [InlineData(""" "Audit": { "ReportFile": "" } """, "empty")]
    public void A_place_where_it_would_replace_something_stops_the_start(string section, string expected) =>
        Assert.Contains(Written.Errors(section), error => error.StartsWith("McpSecurity:Audit:ReportFile is ", StringComparison.Ordinal) && error.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "is no report")]
    [InlineData("null", "is no report")]
    [InlineData("{}", "version 0")]
    [InlineData("""{"version":1}""", null)] // of an earlier version, which had fewer members
    [InlineData("""{"version":1,"primitives":[{"kind":"Tool","name":"a"}],"roles":[{"name":"b"}]}""", null)]
    [InlineData("""{"version":2}""", "version 2")]
    [InlineData("""{"version":1,"roles":null}""", "is no report")]
    [InlineData("""{"version":1,"roles":[null]}""", "is no report")]
    [InlineData("""{"version":1,"primitives":[{"kind":"Tool","name":"a","grants":[null]}]}""", "is no report")]
    [InlineData("""{"version":1,"primitives":[{"kind":"Tool"}]}""", "is no report")]
    [InlineData("""{"version":1,"primitives":[{"kind":"Tool","name":"a","name":"b"}]}""", "is no report")]
    [InlineData("""{"version":1,"primitives":[{"kind":99,"name":"a"}]}""", null)]
    public void A_file_that_no_server_wrote_is_refused_with_a_reason(string json, string? expected)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_reviewed.File)!);
        File.WriteAllText(_reviewed.File, json);

        var thrown = Record.Exception(() => McpSecure.Inventory.Pages.ReportPage.Of(ReportJson.Read(_reviewed.File)));

        Assert.True(expected is null ? thrown is null : thrown is IOException && thrown.Message.Contains(expected, StringComparison.Ordinal), $"{thrown}");
    }

    public void Dispose() => _reviewed.Dispose();

    private Task<Session> StartAsync() => _reviewed.StartAsync(
        Policy, server => server.WithTools([Given.Tool("pay", (decimal amount, System.Text.Json.JsonElement card) => $"{amount}{card}")]), _reviewed.FileSection, hosted: true);
}

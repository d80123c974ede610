using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>Keys of a dictionary that are two to the schema, and one to the binder, which keeps the last: a rule that looked at the first was fooled.</summary>
public sealed class KeyTests
{
    private readonly Ran _ran = new();

    private enum Level
    {
        Read = 1,
        Write = 2,
    }

    [Flags]
    private enum Rights
    {
        None = 0,
        Read = 1,
        Write = 2,
    }

    /// <summary>Gets the tool, and two keys that the binder of the SDK reads as one.</summary>
    public static TheoryData<string, string, string> Pairs => new()
    {
        { "int", "1", "01" },
        { "int", "1", "+1" },
        { "int", "0", "-0" },
        { "byte", "1", "01" },
        { "nested", "1", "01" },                                                                        // inside a list of records
        { "enum", "Read", "1" },
        { "enum", "Read", " Read" },
        { "enum", "Read", "Read,Read" },
        { "flags", "Read, Write", "Write, Read" },
        { "flags", "Read", "Read, None" },
        { "double", "1", "1.0" },
        { "double", "1", "1e0" },
        { "double", "0.1", "0.10000000000000001" },                                                     // more digits than it holds
        { "decimal", "1", "1.0" },
        { "moment", "2026-01-31T13:45:00Z", "2026-01-31T14:45:00+01:00" },
        { "span", "01:30:00", "01:30:00.0" },
        { "version", "1.0", "01.0" },
    };

    /// <summary>Gets a key as the serializer writes it.</summary>
    public static TheoryData<string, string> Keys => new()
    {
        { "int", "0" },
        { "int", "-2147483648" },
        { "byte", "255" },
        { "nested", "10" },
        { "enum", "Write" },
        { "flags", "None" },
        { "guid", "6f9619ff-8b86-d011-b42d-00c04fc964ff" },
        { "double", "-0.5" },
        { "double", "1200.25" },
        { "decimal", "79228162514264.25" },
        { "moment", "2026-01-31T13:45:00.5Z" },
        { "span", "1.01:30:00" },
        { "version", "1.0.10" },
        { "text", "01" },                                                                               // texts are keys as they are
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_plain_SDK_keeps_the_last_of_two(string tool, string first, string second)
    {
        await using var session = await Session.StartAsync(server => server.WithTools(Tools()));

        await (await session.ConnectRawAsync()).CallToolAsync(tool, Arguments(tool, first, second));

        Assert.EndsWith("evil]", Assert.Single(_ran.Entries), StringComparison.Ordinal);
        Assert.DoesNotContain("safe", Assert.Single(_ran.Entries), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task McpSecure_takes_one_of_them_only(string tool, string first, string second)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync(tool, Arguments(tool, first, second));

        Assert.Empty(_ran.Entries);
        Assert.Matches("\"invalid_(arguments|request)\"", answer.GetRawText());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Keys_as_the_serializer_writes_them_are_taken(string tool, string key)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync(tool, Arguments(tool, key, null));

        Assert.False(answer.IsToolError(), answer.GetRawText());
        Assert.Single(_ran.Entries);
    }

    /// <summary>Two cases of one key are refused wherever they stand; this is about the one that is read as another text than was checked.</summary>
    [Fact]
    public async Task A_key_that_the_binder_folds_is_not_taken_in_another_case()
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("guid", """{"m":{"6F9619FF-8b86-d011-b42d-00c04fc964ff":"x"}}""");

        Assert.Empty(_ran.Entries);
        Assert.Contains("[propertyNames]", answer.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_refusal_says_how_a_key_is_written()
    {
        await using var session = await StartAsync();
        var peer = await session.ConnectRawAsync();

        var number = await peer.CallToolAsync("int", """{"m":{"01":"x"}}""");
        var name = await peer.CallToolAsync("enum", """{"m":{"read":"x"}}""");

        Assert.Equal("\n- /m/01: expected a name that is a string matching ^(?:0|-?[1-9][0-9]*)$ [propertyNames]", number.Text()[number.Text().IndexOf('\n', StringComparison.Ordinal)..]);
        Assert.EndsWith("\n- /m/read: expected a name that is one of: Read, Write [propertyNames]", name.Text(), StringComparison.Ordinal);
    }

    private static string Arguments(string tool, string first, string? second)
    {
        var map = $$"""{"{{first}}":"safe"{{(second is null ? string.Empty : $",\"{second}\":\"evil\"")}} }""";
        return tool is "nested" ? $$"""{"list":[{"map":{{map}} }]}""" : $$"""{"m":{{map}} }""";
    }

    private Task<Session> StartAsync() =>
        Session.StartAsync(server => server.WithTools(Tools()).AddMcpSecurity(options => options.LocalTransport = true));

    private IEnumerable<McpServerTool> Tools() =>
    [
        Tool<int>("int"),
        Tool<byte>("byte"),
        Tool<Level>("enum"),
        Tool<Rights>("flags"),
        Tool<Guid>("guid"),
        Tool<double>("double"),
        Tool<decimal>("decimal"),
        Tool<DateTimeOffset>("moment"),
        Tool<TimeSpan>("span"),
        Tool<Version>("version"),
        Tool<string>("text"),
        Given.Tool("nested", (List<Nested> list) => _ran.Note(string.Join(',', list[0].Map))),
    ];

    private McpServerTool Tool<TKey>(string name)
        where TKey : notnull => Given.Tool(name, (Dictionary<TKey, string> m) => _ran.Note(string.Join(',', m)));

    private sealed record Nested(Dictionary<long, string> Map);
}

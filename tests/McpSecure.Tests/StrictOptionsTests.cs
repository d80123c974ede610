using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace McpSecure.Tests;

/// <summary>
/// The second check behind the schema, alone: a server of the plain SDK whose tools are read by <see cref="McpSecureJson.StrictOptions"/>.
/// Each row is taken without them.
/// </summary>
public sealed class StrictOptionsTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("""{"file":{"path":"a","path":"b"}}""")]    // 2: nested duplicates
    [InlineData("""{"file":{"PATH":"evil"}}""")]            // 3: another case
    [InlineData("""{"file":{"path":"a","PATH":"evil"}}""")] // 3: both
    [InlineData("""{"file":{"path":"a","admin":true}}""")]  // 5: unknown nested fields
    [InlineData("""{"file":{"path":null}}""")]              // 7: null where the type has none
    public Task An_object_is_read_in_one_way_only(string arguments) => IsClosedAsync((FileArgument file) => _ran.Note(file.Path ?? "null"), arguments);

    [Fact]
    public Task An_argument_that_no_parameter_takes_is_refused() => IsClosedAsync((int n) => _ran.Note($"{n}"), """{"n":5,"extra":1}"""); // 5, at the root

    [Theory]
    [InlineData("\"5\"")] // 8
    public Task Text_is_no_integer(string value) => IsClosedAsync((int n) => _ran.Note($"{n}"), $$"""{"n":{{value}}}""");

    [Theory]
    [InlineData("\"NaN\"")] // 9
    [InlineData("\"Infinity\"")]
    [InlineData("\"1.5\"")]
    public Task Text_is_no_number(string value) => IsClosedAsync((double n) => _ran.Note($"{n}"), $$"""{"n":{{value}}}""");

    [Theory]
    [InlineData("1")] // 11: numbers
    [InlineData("77")]
    [InlineData("\"77\"")]
    public Task An_enum_is_no_number(string value) => IsClosedAsync((Level level) => _ran.Note($"{level}"), $$"""{"level":{{value}}}""");

    [Fact]
    public Task A_member_that_a_constructor_needs_has_to_be_there() => IsClosedAsync((FileArgument file) => _ran.Note(file.Path ?? "null"), """{"file":{}}""");

    [Theory]
    [InlineData("""{"n":1,"n":2}""", "2")]              // 1: duplicates among the arguments, sorted by name before
    [InlineData("""{"n":5000}""", "5000")]              // 6: [Range]
    public async Task It_does_not_reach_the_arguments_themselves(string arguments, string expected)
    {
        Assert.False(await IsRefusedAsync(([Range(1, 10)] int n) => _ran.Note($"{n}"), arguments, McpSecureJson.StrictOptions));
        Assert.Equal([expected], _ran.Entries);
    }

    [Theory]
    [InlineData("1e400", "∞")] // 10
    [InlineData("1e-400", "0")]
    public async Task It_does_not_mind_what_a_number_becomes(string number, string expected)
    {
        Assert.False(await IsRefusedAsync((double n) => _ran.Note(double.IsInfinity(n) ? "∞" : $"{n}"), $$"""{"n":{{number}}}""", McpSecureJson.StrictOptions));
        Assert.Equal([expected], _ran.Entries);
    }

    [Theory]
    [InlineData("wRiTe", "Write")] // 11: case, several, blanks
    [InlineData(" Write ", "Write")]
    [InlineData("Read, Write", "Write")]
    public async Task It_does_not_mind_how_an_enum_is_written(string text, string expected)
    {
        Assert.False(await IsRefusedAsync((Level level) => _ran.Note($"{level}"), $$"""{"level":"{{text}}"}""", McpSecureJson.StrictOptions));
        Assert.Equal([expected], _ran.Entries);
    }

    [Fact]
    public async Task A_null_for_a_text_argument_comes_through()
    {
        Assert.False(await IsRefusedAsync((string text) => _ran.Note(text ?? "null"), """{"text":null}""", McpSecureJson.StrictOptions));
        Assert.Equal(["null"], _ran.Entries);
    }

    [Fact]
    public void Nested_objects_are_advertised_as_closed() => Assert.Equal(
        """{"type":"object","properties":{"path":{"type":"string"}},"required":["path"],"additionalProperties":false}""",
        Given.Tool("tool", (FileArgument file) => 1, options => options.SerializerOptions = McpSecureJson.StrictOptions)
            .ProtocolTool.InputSchema.GetProperty("properties").GetProperty("file").GetRawText());

    [Fact]
    public void They_cannot_be_changed() => Assert.True(McpSecureJson.StrictOptions.IsReadOnly);

    [Fact]
    public async Task A_whole_class_of_tools_takes_them()
    {
        await using var session = await Session.StartAsync(server => server.WithTools<Files>(McpSecureJson.StrictOptions));
        var client = await session.ConnectAsync();

        var good = await client.CallToolAsync("open", Arguments("""{"file":{"path":"a"}}"""), cancellationToken: Patience.Token);
        var bad = await client.CallToolAsync("open", Arguments("""{"file":{"path":"a","PATH":"b"}}"""), cancellationToken: Patience.Token);

        Assert.Equal("opened a", good.Text());
        Assert.True(bad.IsError);
    }

    private async Task IsClosedAsync(Delegate tool, string arguments)
    {
        Assert.True(await IsRefusedAsync(tool, arguments, McpSecureJson.StrictOptions));
        Assert.Empty(_ran.Entries);
        Assert.False(await IsRefusedAsync(tool, arguments, options: null)); // or the row would show nothing
        Assert.Single(_ran.Entries);
    }

    private static async Task<bool> IsRefusedAsync(Delegate tool, string arguments, JsonSerializerOptions? options)
    {
        await using var session = await Session.StartAsync(
            server => server.WithTools([Given.Tool("tool", tool, create => create.SerializerOptions = options)]));
        var peer = await session.ConnectRawAsync();
        var answer = await peer.CallToolAsync("tool", arguments);
        return answer.IsToolError();
    }

    private static Dictionary<string, object?> Arguments(string json) => JsonSerializer.Deserialize<Dictionary<string, object?>>(json)!;

    internal sealed record FileArgument(string Path);

    internal enum Level
    {
        Read,
        Write,
    }

    internal sealed class Files
    {
        [ModelContextProtocol.Server.McpServerTool(Name = "open")]
        public static string Open(FileArgument file) => $"opened {file.Path}";
    }
}

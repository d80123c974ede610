using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.PlainSdk;

/// <summary>How arguments reach a tool: the schema is shown to the client and asked of nobody.</summary>
public sealed class ArgumentTests
{
    private const string Failed = "An error occurred invoking 'tool'.";
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("""{"path":"safe"}""", "safe")]
    [InlineData("""{"path":"safe","path":"evil"}""", "evil")]             // a duplicate: the last wins
    [InlineData("""{"path":"safe","extra":"x"}""", "safe")]               // unknown: ignored
    [InlineData("""{"path":"safe","PATH":"evil"}""", "safe")]             // another case is unknown at the root
    [InlineData("""{"path":null}""", "")]                                 // null for a string that cannot be null
    public async Task Root_arguments_bind(string arguments, string expected)
    {
        var answer = await CallAsync((string path) => _ran.Note(path ?? ""), arguments);

        Assert.False(answer.IsToolError());
        Assert.Equal([expected], _ran.Entries);
    }

    [Theory]
    [InlineData("""{"PATH":"evil"}""")] // at the root names have a case
    [InlineData("{}")]                  // missing
    [InlineData("""{"path":5}""")]      // not a string
    public async Task Root_arguments_do_not_bind(string arguments)
    {
        var answer = await CallAsync((string path) => _ran.Note(path), arguments);

        Assert.True(answer.IsToolError());
        Assert.Equal(Failed, answer.Text());
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData("""{"file":{"path":"safe"}}""", "safe")]
    [InlineData("""{"file":{"PATH":"evil"}}""", "evil")]                  // inside objects names have no case
    [InlineData("""{"file":{"path":"safe","PATH":"evil"}}""", "evil")]    // so this is a duplicate: the last wins
    [InlineData("""{"file":{"path":"safe","path":"evil"}}""", "evil")]
    [InlineData("""{"file":{"path":"safe","admin":true}}""", "safe")]     // unknown: ignored
    [InlineData("""{"file":{"path":null}}""", "")]
    public async Task Nested_members_bind(string arguments, string expected)
    {
        var answer = await CallAsync((FileArgument file) => _ran.Note(file.Path ?? ""), arguments);

        Assert.False(answer.IsToolError());
        Assert.Equal([expected], _ran.Entries);
    }

    [Theory]
    [InlineData("""{"n":500}""", "500")]    // outside the range
    [InlineData("""{"n":"500"}""", "500")]  // a string for a number
    public async Task A_range_is_in_the_schema_and_not_enforced(string arguments, string expected)
    {
        var answer = await CallAsync(([Range(1, 10)] int n) => _ran.Note($"{n}"), arguments);

        Assert.False(answer.IsToolError());
        Assert.Equal([expected], _ran.Entries);
    }

    [Theory]
    [InlineData("""{"level":77}""")]
    [InlineData("""{"level":"77"}""")]
    public async Task An_enum_takes_a_value_it_does_not_have(string arguments)
    {
        await CallAsync((Level level) => _ran.Note($"{(int)level}"), arguments);

        Assert.Equal(["77"], _ran.Entries);
    }

    [Theory]
    [InlineData("""{"name":"tool","name":"other"}""")]         // a duplicate key
    [InlineData("""{"name":"tool","NAME":"other"}""")]         // the same in another case
    [InlineData("""{"name":"tool","arguments":"{}"}""")]       // arguments as a string
    [InlineData("""{"name":5}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task Malformed_params_never_reach_a_filter(string parameters)
    {
        await using var session = await Session.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                _ran.Note("filter");
                return next(request, cancellationToken);
            }))
            .WithTools([Given.Tool("tool", _ran), Given.Tool("other", _ran)]));
        var peer = await session.ConnectRawAsync();

        var answer = await peer.RequestAsync("tools/call", parameters);

        Assert.Equal("-32603: An error occurred.", answer.Error());
        Assert.Empty(_ran.Entries);
    }

    [Theory]
    [InlineData(61, null)] // the message, params and arguments are three
    [InlineData(62, "-32700: Failed to parse the JSON-RPC request.")]
    public async Task A_message_may_be_64_levels_deep(int arrays, string? error)
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", _ran)]));
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("tool", $$"""{"a":{{new string('[', arrays)}}{{new string(']', arrays)}}}""");

        Assert.Equal(error, answer.TryGetProperty("error", out _) ? answer.Error() : null);
    }

    [Theory]
    [InlineData(true, "0")]  // WithTools<T>() asks the container, which says that it has every sequence
    [InlineData(false, "2")] // McpServerTool.Create without services does not ask
    public async Task A_sequence_is_taken_for_a_service_where_the_tool_was_made_with_services(bool withServices, string expected)
    {
        await using var session = await Session.StartAsync(server => _ = withServices
            ? server.WithTools<CountingTools>()
            : server.WithTools(Given.ToolsOf(new CountingTools())));
        var peer = await session.ConnectRawAsync();

        var answer = await peer.CallToolAsync("count", """{"names":["a","b"]}""");

        Assert.Equal(expected, answer.Text());
    }

    [Fact]
    public async Task The_name_of_the_tool_may_be_sent_under_a_key_of_another_case()
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", _ran)]));
        var peer = await session.ConnectRawAsync();

        await peer.RequestAsync("tools/call", """{"NAME":"tool"}""");

        Assert.Equal(["tool"], _ran.Entries);
    }

    private static async Task<JsonElement> CallAsync(Delegate body, string arguments)
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Given.Tool("tool", body)]));
        var peer = await session.ConnectRawAsync();
        return await peer.CallToolAsync("tool", arguments);
    }

    private sealed class CountingTools
    {
        [McpServerTool(Name = "count")]
        public static int Count(IEnumerable<string> names) => names.Count();
    }

    private enum Level
    {
        Low,
        High,
    }

    private sealed record FileArgument(string Path);
}

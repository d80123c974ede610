using System.Text.Json.Serialization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>What a model reads after a mistake in a polymorphic argument: enough to mend it with the next call.</summary>
public sealed class PolymorphicTests
{
    private readonly Ran _ran = new();

    [Theory]
    [InlineData("""{"$type":"d1","v":9}""", "- /b/v: unknown field; allowed: $type, name, x [unevaluatedProperties]")]   // v is of d2
    [InlineData("""{"v":9,"$type":"d1"}""", "- /b/v: unknown field; allowed: $type, name, x [unevaluatedProperties]")]
    [InlineData("""{"$type":"d1","X":9}""", "- /b/X: unknown field; did you mean 'x'? allowed: $type, name, x [additionalProperties]")]
    [InlineData("""{"$type":"d1","x":"q"}""", "- /b/x: expected integer, got string [type]")]
    [InlineData("""{"$type":"d1","x":"q","y":1}""", "- /b/x: expected integer, got string [type]\n- /b/y: unknown field; allowed: $type, name, x [unevaluatedProperties]")]
    [InlineData("""{"$type":"d9","v":9}""", "- /b/$type: expected one of: d1, d2, got another string [enum]")]              // no such type
    [InlineData("""{"$type":5}""", "- /b/$type: expected one of: d1, d2, got number [enum]")]
    [InlineData("""{"v":9}""", "- /b/$type: missing; expected one of: d1, d2 [required]")]
    [InlineData("""{"$Type":"d1"}""", "- /b/$Type: unknown field; did you mean '$type'? allowed: $type, name, v, x [additionalProperties]\n- /b/$type: missing; expected one of: d1, d2 [required]")]
    public Task The_refusal_speaks_of_the_type_that_was_meant(string value, string lines) => ExpectAsync("closed", value, lines);

    [Theory]
    [InlineData("""{"$type":1,"v":9}""", "- /b/v: unknown field; allowed: $type, name, x [unevaluatedProperties]")]
    [InlineData("""{"$type":1,"x":"q"}""", "- /b/x: expected integer, got string [type]")] // the base type takes it, but was not meant
    [InlineData("""{"$type":9,"v":9}""", "- /b/$type: expected one of: 1, 2, got number [enum]")]
    [InlineData("""{"zz":9}""", "- /b/zz: unknown field; allowed: $type, name, v, x [unevaluatedProperties]")]
    public Task The_same_where_the_base_type_needs_no_discriminator(string value, string lines) => ExpectAsync("open", value, lines);

    [Theory]
    [InlineData("closed", """{"$type":"d1","x":9,"name":"n"}""")]
    [InlineData("closed", """{"$type":"d2","v":9}""")]
    [InlineData("open", """{"$type":1,"x":9}""")]
    [InlineData("open", """{"name":"n"}""")]
    public async Task What_the_refusals_ask_for_is_taken(string tool, string value)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync(tool, $$"""{"b":{{value}} }""");

        Assert.False(answer.IsToolError(), answer.GetRawText());
        Assert.Equal([tool], _ran.Entries);
    }

    private async Task ExpectAsync(string tool, string value, string lines)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync(tool, $$"""{"b":{{value}} }""");

        Assert.Empty(_ran.Entries);
        Assert.Equal(lines, answer.Text()[(answer.Text().IndexOf('\n', StringComparison.Ordinal) + 1)..]);
    }

    private Task<Session> StartAsync() => Session.StartAsync(server => server
        .WithTools(Tools())
        .AddMcpSecurity(options => options.LocalTransport = true));

    private IEnumerable<McpServerTool> Tools() =>
    [
        Given.Tool("closed", (Closed b) => _ran.Note("closed")),
        Given.Tool("open", (Open b) => _ran.Note("open")),
    ];

    [JsonPolymorphic]
    [JsonDerivedType(typeof(First), "d1")]
    [JsonDerivedType(typeof(Second), "d2")]
    private abstract class Closed
    {
        public string? Name { get; set; }
    }

    private sealed class First : Closed
    {
        public int X { get; set; }
    }

    private sealed class Second : Closed
    {
        public int V { get; set; }
    }

    [JsonDerivedType(typeof(FirstOpen), 1)]
    [JsonDerivedType(typeof(SecondOpen), 2)]
    private class Open
    {
        public string? Name { get; set; }
    }

    private sealed class FirstOpen : Open
    {
        public int X { get; set; }
    }

    private sealed class SecondOpen : Open
    {
        public int V { get; set; }
    }
}

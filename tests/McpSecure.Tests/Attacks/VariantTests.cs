using System.Text.Json;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>Schemas that hold a field to something without naming it under "properties": the binder reads the field in another case as well.</summary>
public sealed class VariantTests
{
    private readonly Ran _ran = new();

    /// <summary>Gets what an author says of the file, and a file that it is meant to refuse.</summary>
    public static TheoryData<string, string> Attacks => new()
    {
        { """{"type":"object","patternProperties":{"^path$":{"pattern":"^safe$"}}}""", """{"PATH":"evil"}""" },
        { """{"type":"object","patternProperties":{"^path$":{"pattern":"^safe$"}}}""", """{"p\u0041th":"evil"}""" },    // escaped: pAth
        { """{"type":"object","not":{"required":["path"]}}""", """{"Path":"evil"}""" },
        { """{"type":"object","propertyNames":{"not":{"const":"path"}}}""", """{"patH":"evil"}""" },
        { """{"not":{"required":["path"]}}""", """{"Path":"evil"}""" },                                                  // no word about its type
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task The_plain_SDK_reads_it_as_the_member(string schema, string file)
    {
        await using var session = await Session.StartAsync(server => server.WithTools([Tool(schema)]));

        await (await session.ConnectRawAsync()).CallToolAsync("open", Arguments(file));

        Assert.Equal(["evil"], _ran.Entries);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task McpSecure_refuses_it(string schema, string file)
    {
        await using var session = await StartAsync(schema);

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("open", Arguments(file));

        Assert.Empty(_ran.Entries);
        Assert.Contains(": it is read as path; write it so", answer.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","patternProperties":{"^path$":{"pattern":"^safe$"}}}""", """{"path":"safe"}""")]
    [InlineData("""{"type":"object","patternProperties":{"^path$":{"pattern":"^safe$"}}}""", """{"path":"safe","other":1}""")]
    [InlineData("""{"type":"object","properties":{"PATH":{"const":"safe"}}}""", """{"PATH":"safe"}""")]                   // the author names it so
    public async Task What_the_author_means_is_taken(string schema, string file)
    {
        await using var session = await StartAsync(schema);

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("open", Arguments(file));

        Assert.False(answer.IsToolError(), answer.GetRawText());
        Assert.Equal(["safe"], _ran.Entries);
    }

    [Fact]
    public async Task A_reader_that_does_not_fold_case_is_left_alone()
    {
        await using var session = await Session.StartAsync(server => server
            .WithTools([Tool("""{"type":"object"}""", options => options.SerializerOptions = new(McpSecureJson.StrictOptions) { UnmappedMemberHandling = default })])
            .AddMcpSecurity(options => options.LocalTransport = true));

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("open", Arguments("""{"PATH":"other"}"""));

        Assert.DoesNotContain("it is read as", answer.GetRawText(), StringComparison.Ordinal);
    }

    private static string Arguments(string file) => $$"""{"files":[{{file}}]}""";

    private Task<Session> StartAsync(string schema) =>
        Session.StartAsync(server => server.WithTools([Tool(schema)]).AddMcpSecurity(options => options.LocalTransport = true));

    private McpServerTool Tool(string file, Action<McpServerToolCreateOptions>? configure = null)
    {
        var tool = Given.Tool("open", (FileArgument[] files) => _ran.Note(files[0].Path ?? "null"), configure);
        tool.ProtocolTool.InputSchema = JsonElement.Parse($$"""{"type":"object","properties":{"files":{"type":"array","items":{{file}} } } }""");
        return tool;
    }

    private sealed class FileArgument
    {
        public string? Path { get; set; }
    }
}

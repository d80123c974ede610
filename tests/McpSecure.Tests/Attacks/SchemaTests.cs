using System.Text.Json;
using McpSecure.Pipeline;
using McpSecure.Schemas;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Session = McpSecure.Tests.Support.Session;

namespace McpSecure.Tests.Attacks;

/// <summary>What is advertised is enforced, also of tools that come or change while the server runs; what cannot be enforced is not served.</summary>
public sealed class SchemaTests
{
    private const string Misspelt = """{"type":"object","properties":{"n":{"type":"integer","maximun":5}}}""";

    private readonly Ran _ran = new();

    [Fact]
    public async Task The_list_shows_what_is_enforced()
    {
        await using var session = await StartAsync(Given.Tool("open", (Part part) => part.Path));

        var answer = await session.ConnectRaw().RequestAsync("tools/list");

        var schema = answer.Result().GetProperty("tools")[0].GetProperty("inputSchema");
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        Assert.False(schema.GetProperty("properties").GetProperty("part").GetProperty("additionalProperties").GetBoolean());
    }

    [Fact]
    public void The_copy_that_is_shown_forgets_nothing()
    {
        var original = new Tool
        {
            Name = "n",
            Title = "t",
            Description = "d",
            InputSchema = JsonElement.Parse("""{"type":"object"}"""),
            OutputSchema = JsonElement.Parse("""{"type":"object"}"""),
            Annotations = new(),
            Icons = [],
            Meta = [],
        };
        var hardened = JsonElement.Parse("""{"type":"object","additionalProperties":false}""");

        var copy = AdvertisedTools.Copy(original, hardened);

        Assert.Equal(hardened.GetRawText(), copy.InputSchema.GetRawText());
        foreach (var property in typeof(Tool).GetProperties().Where(property => property.Name != nameof(Tool.InputSchema)))
        {
            Assert.NotNull(property.GetValue(original)); // a property that the SDK adds fails here, or below
            Assert.Equal(property.GetValue(original), property.GetValue(copy));
        }
    }

    [Fact]
    public async Task A_schema_that_cannot_be_enforced_stops_the_start_and_says_where()
    {
        var tool = Given.Tool("open", (int n) => _ran.Note($"{n}"));
        tool.ProtocolTool.InputSchema = JsonElement.Parse(Misspelt);

        foreach (var hosted in new[] { true, false })
        {
            var stopped = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => StartAsync(tool, hosted));

            var failure = Assert.Single(stopped.Failures);
            Assert.StartsWith("The tool 'open' cannot be served: its inputSchema cannot be enforced at #/properties/n", failure, StringComparison.Ordinal);
            Assert.Contains("maximun", failure, StringComparison.Ordinal);
            Assert.Contains("maximum", failure, StringComparison.Ordinal); // the fix
        }
    }

    [Fact]
    public async Task A_tool_that_comes_later_and_cannot_be_checked_is_neither_listed_nor_served_and_the_server_lives()
    {
        await using var session = await Target.StartAsync(server => server
            .WithTools([Given.Tool("open", _ran)])
            .AddMcpSecurity(options => options.Roles["guest"].Tools["late"] = Access.Allow));
        var peer = session.ConnectRaw();
        var late = Given.Tool("late", (int n) => _ran.Note("late"));
        late.ProtocolTool.InputSchema = JsonElement.Parse(Misspelt);
        session.Server.ServerOptions.ToolCollection!.Add(late);

        var refused = await peer.CallToolAsync("late", """{"n":1}""");
        var list = await peer.RequestAsync("tools/list");
        await peer.CallToolAsync("open");

        Assert.Contains("\"not_validated\"", refused.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("maximun", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("open", Assert.Single(list.Result().GetProperty("tools").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(["open"], _ran.Entries);
        Assert.Contains("maximun", Assert.Single(session.Logs.Entries, entry => entry.EventId.Id == 16).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_changes_while_the_server_runs_counts_from_the_next_call()
    {
        var tool = Given.Tool("open", (string? path = null, string? other = null) => _ran.Note($"{path}{other}"));
        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object","properties":{"path":{}}}""");
        await using var session = await StartAsync(tool);
        var peer = session.ConnectRaw();

        var before = await peer.CallToolAsync("open", """{"other":"a"}""");
        tool.ProtocolTool.InputSchema = JsonElement.Parse("""{"type":"object","properties":{"other":{}}}""");
        var after = await peer.CallToolAsync("open", """{"other":"b"}""");
        var old = await peer.CallToolAsync("open", """{"path":"c"}""");

        Assert.Equal((true, false, true), (before.IsToolError(), after.IsToolError(), old.IsToolError()));
        Assert.Equal(["b"], _ran.Entries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_throws_has_refused(bool whileCompiling)
    {
        Action<IServiceCollection> services = added => added.AddSingleton<ISchemaEngine>(new Throwing(whileCompiling));
        if (whileCompiling)
        {
            var stopped = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => StartAsync(Given.Tool("open", _ran), without: services));
            Assert.Contains("the schema engine throwing failed with InvalidOperationException", stopped.Message, StringComparison.Ordinal);
            return;
        }

        await using var session = await StartAsync(Given.Tool("open", _ran), without: services);

        var answer = await session.ConnectRaw().CallToolAsync("open");

        Assert.Contains("\"guard_failed\"", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(_ran.Entries);
    }

    [Fact]
    public async Task Unknown_fields_are_dropped_before_anything_looks()
    {
        var seen = new List<string>();
        await using var session = await Target.StartAsync(server => server
            .WithRequestFilters(filters => filters.AddCallToolFilter(next => (request, cancellationToken) =>
            {
                seen.AddRange(request.Params.Arguments!.Keys);
                return next(request, cancellationToken);
            }))
            .WithTools([Given.Tool("open", (RequestContext<CallToolRequestParams> request, Part part) =>
                _ran.Note($"{part.Path} {string.Join(',', request.Params.Arguments!.Keys)}"))])
            .AddMcpSecurity(options => options.Tools["open"] = new ToolOptions { UnknownFields = UnknownFields.Drop }));

        var answer = await session.ConnectRaw().CallToolAsync("open", """{"part":{"path":"a","why":"x"},"reasoning":"because"}""");

        Assert.False(answer.IsToolError(), answer.GetRawText());
        Assert.Equal(["part"], seen);
        Assert.Equal(["a part"], _ran.Entries);
    }

    private static Task<Session> StartAsync(McpServerTool tool, bool hosted = false, Action<IServiceCollection>? without = null) =>
        Target.StartAsync(server => server.WithTools([tool]), without, hosted: hosted);

    private sealed record Part(string Path);

    private sealed class Throwing(bool whileCompiling) : ISchemaEngine
    {
        public string Name => "throwing";

        public CompiledSchema Compile(JsonElement schema, SchemaCompileOptions options) =>
            whileCompiling ? throw new InvalidOperationException("broken") : new Broken();

        private sealed class Broken : CompiledSchema
        {
            public override bool IsValid(JsonElement instance) => throw new InvalidOperationException("broken");

            public override void Explain(JsonElement instance, SchemaErrors errors) => throw new InvalidOperationException("broken");
        }
    }
}

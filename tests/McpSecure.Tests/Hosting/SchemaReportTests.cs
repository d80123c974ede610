using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Hosting;
using McpSecure.Schemas;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Hosting;

/// <summary>What an operator reads about schemas that do not say everything.</summary>
public sealed class SchemaReportTests
{
    private static readonly McpServerTool Strict = Given.Tool("strict", (int n) => n, options => options.SerializerOptions = McpSecureJson.StrictOptions);

    [Fact]
    public void A_server_whose_schemas_say_everything_is_not_mentioned() => Assert.Empty(Written([Strict], SchemaFacts.None));

    [Fact]
    public void Each_tool_has_a_line_with_what_is_open()
    {
        var entry = Assert.Single(Written(
            [Strict],
            new SchemaFacts
            {
                OpaquePointers = ["/properties/filter", "/properties/any"],
                OpenObjectPointers = [""],
                UnanchoredPatternPointers = ["/properties/name"],
                BacktrackingPointers = ["/properties/slow"],
                IgnoredFormats = ["color"],
            }));

        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Equal(
            [
                "What tools take without a check, because their schemas say nothing more about it:",
                "  strict: any value at /properties/filter, /properties/any; unnamed properties at the root; " +
                "a match in part of the text at /properties/name; a backtracking pattern at /properties/slow; unchecked formats color",
            ],
            entry.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void It_is_bounded_however_many_tools_and_places_there_are()
    {
        var tools = Enumerable.Range(100, 60).Select(number => Given.Tool($"t{number.ToString(CultureInfo.InvariantCulture)}", () => 1)).ToArray();
        var places = Enumerable.Range(0, 1000).Select(number => $"/{new string('p', 1000)}{number}").ToArray();

        var entries = Written(tools, new SchemaFacts { OpaquePointers = places });

        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.InRange(entry.Message.Length, 1, 50_000));
        Assert.Contains(" and 995 more", entries[0].Message, StringComparison.Ordinal);
        Assert.EndsWith(" and 10 more", entries[0].Message, StringComparison.Ordinal);
        Assert.Contains("t149 and 10 more.", entries[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_cannot_write_a_line_of_its_own()
    {
        var entry = Assert.Single(Written([Strict], new SchemaFacts { OpaquePointers = ["/a\n  admin: closed"] }));

        Assert.Equal(2, entry.Message.Split('\n').Length);
    }

    [Fact]
    public void Tools_that_the_serializer_reads_leniently_are_named_once()
    {
        var entry = Assert.Single(Written([Strict, Given.Tool("b", () => 1), Given.Tool("a", () => 1), Given.FunctionTool("c", new Ran())], SchemaFacts.None));

        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Contains(": a, b, c. WithTools<T>(McpSecureJson.StrictOptions)", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_writes_it_once()
    {
        await using var session = await Session.StartAsync(
            server => server.AddMcpSecurity().WithTools([Given.Tool("open", (object filter, Dictionary<string, object> map) => filter)]),
            new SessionSetup { Hosted = true });

        var entry = Assert.Single(session.Logs.Entries, entry => entry is { Category: "McpSecure", EventId.Id: 20 });
        Assert.EndsWith("  open: any value at /properties/filter, /properties/map; unnamed properties at /properties/map", entry.Message, StringComparison.Ordinal);
        Assert.Single(session.Logs.Entries, entry => entry is { Category: "McpSecure", EventId.Id: 21 });
    }

    [Fact]
    public void Attributes_of_which_the_SDK_makes_no_keyword_are_named()
    {
        var tool = Given.Tool(
            "call",
            ([Phone] string number, [Range(1, 5), Required] int times, [Even] int limit, Person[] people, IServiceProvider services, CancellationToken cancellationToken) => number,
            options => options.SerializerOptions = McpSecureJson.StrictOptions);

        var entry = Assert.Single(Written([tool], SchemaFacts.None));

        Assert.EndsWith(
            "  call: [Phone] is not enforced at /number, /people/phone; [Even] is not enforced at /limit; [CreditCard] is not enforced at /people/card",
            entry.Message,
            StringComparison.Ordinal);
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class EvenAttribute : ValidationAttribute;

    private sealed record Person([property: Phone, StringLength(5)] string Phone, [CreditCard] string Card, Person? Parent);

    private static IReadOnlyList<LogEntry> Written(McpServerTool[] tools, SchemaFacts facts)
    {
        using var logs = new RecordedLogs();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(logs));
        new SchemaReport(factory).Write(tools, new Schemas(facts));
        return logs.Entries;
    }

    private sealed class Schemas(SchemaFacts facts) : IToolSchemas
    {
        public ToolSchema Of(McpServerTool tool) => new() { Input = new Noticed(facts) };
    }

    private sealed class Noticed(SchemaFacts facts) : CompiledSchema
    {
        public override SchemaFacts Facts => facts;

        public override bool IsValid(JsonElement instance) => true;

        public override void Explain(JsonElement instance, SchemaErrors errors)
        {
            // everything is valid
        }
    }
}

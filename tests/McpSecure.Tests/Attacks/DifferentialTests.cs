using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Server;

namespace McpSecure.Tests.Attacks;

/// <summary>
/// Where the schema that is advertised and the binder of the SDK disagree. Without McpSecure each of these calls runs its tool with a value
/// that the schema, or its reader, does not expect; with it, none does.
/// </summary>
/// <remarks>
/// What the SDK refuses by itself is not here: half a character in a text (-32603), comments, trailing commas and more than 64 levels
/// (-32700), members of a message in two cases (-32603).
/// </remarks>
public sealed class DifferentialTests
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

    /// <summary>Gets the tool, its arguments, and what it does with them under the plain SDK.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "path", """{"path":"safe","path":"evil"}""", "evil" },                             // twice: the last wins
        { "path", """{"path":"safe","p\u0061th":"evil"}""", "evil" },                        // and escaped
        { "file", """{"file":{"path":"safe","path":"evil"}}""", "evil" },                    // twice, nested
        { "file", """{"file":{"path":"safe","PATH":"evil"}}""", "evil" },                    // in another case, nested: the same member
        { "file", """{"file":{"PATH":"evil"}}""", "evil" },
        { "files", """{"files":[{"path":"safe"},{"path":"safe","Path":"evil"}]}""", "safe,evil" },
        { "path", """{"path":"safe","PATH":"evil"}""", "safe" },                             // in another case at the root: ignored
        { "path", """{"path":"safe","admin":true}""", "safe" },                              // unknown: ignored
        { "file", """{"file":{"path":"safe","admin":true}}""", "safe" },
        { "extended", """{"file":{"path":"safe","admin":true}}""", "safe+admin" },           // unknown: kept
        { "range", """{"n":5000}""", "5000" },                                               // beyond [Range]
        { "length", """{"text":"much too long"}""", "much too long" },                       // beyond [StringLength]
        { "pattern", """{"text":"ok; rm -rf"}""", "ok; rm -rf" },                            // [RegularExpression] in part
        { "pattern", "{\"text\":\"ok\\n\"}", "ok\n" },                                       // and with a line end behind it
        { "path", """{"path":null}""", "null" },                                             // null for what cannot be null
        { "list", """{"items":["a",null]}""", "a,null" },
        { "range", """{"n":"5"}""", "5" },                                                   // a string for a number
        { "real", """{"x":"NaN"}""", "NaN" },
        { "real", """{"x":"Infinity"}""", "Infinity" },
        { "real", """{"x":1e400}""", "Infinity" },                                           // a number that is none any more
        { "real", """{"x":-1e400}""", "-Infinity" },
        { "real", """{"x":1e-400}""", "0" },                                                 // and one that became 0
        { "single", """{"x":3.5e38}""", "Infinity" },
        { "level", """{"level":"wRiTe"}""", "2" },                                           // an enum in any case
        { "level", """{"level":1}""", "1" },                                                 // by number
        { "level", """{"level":77}""", "77" },                                               // by a number it does not have
        { "level", """{"level":"77"}""", "77" },
        { "level", """{"level":"Read, Write"}""", "3" },                                     // two of them
        { "level", """{"level":" Write "}""", "2" },                                         // padded
        { "rights", """{"rights":"77"}""", "77" },                                           // flags, by number
        { "day", """{"day":"2025-01-01"}""", "2025" },                                       // no date-time as of RFC 3339
        { "optional", """{"file":{"path":null}}""", "null" },
        { "numbers", """{"map":{"a":"1","b":2}}""", "3" },                                   // strings in a map of numbers
        { "shape", """{"shape":{"kind":"dog","bark":"5"}}""", "5" },                         // inside a polymorphic parameter, whose types are all named
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_plain_SDK_runs_the_tool(string tool, string arguments, string seen)
    {
        await using var session = await Session.StartAsync(server => server.WithTools(Tools()));

        await (await session.ConnectRawAsync()).CallToolAsync(tool, arguments);

        Assert.Equal([seen], _ran.Entries);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task McpSecure_refuses_and_the_tool_never_runs(string tool, string arguments, string seen)
    {
        Assert.NotEmpty(seen);
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync(tool, arguments);

        Assert.Empty(_ran.Entries);
        Assert.Matches("\"(invalid_arguments|invalid_request)\"", answer.GetRawText());
    }

    /// <summary>Valid to JSON Schema, and then an exception of the binder: the client learns why instead.</summary>
    [Theory]
    [InlineData("""{"n":5.0}""")]
    [InlineData("""{"n":5e0}""")]
    [InlineData("""{"n":99999999999}""")]
    public async Task What_the_binder_could_not_read_gets_a_reason(string arguments)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync("whole", arguments);

        Assert.Empty(_ran.Entries);
        Assert.Contains("- /n: ", answer.Text(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path", """{"path":"a"}""")]
    [InlineData("file", """{"file":{"path":"a"}}""")]
    [InlineData("range", """{"n":100}""")]
    [InlineData("real", """{"x":1.5e300}""")]
    [InlineData("single", """{"x":3.4e38}""")]
    [InlineData("level", """{"level":"Write"}""")]
    [InlineData("rights", """{"rights":"Read, Write"}""")]
    [InlineData("day", """{"day":"2025-01-01T00:00:00Z"}""")]
    [InlineData("numbers", """{"map":{"a":1,"b":2}}""")]
    [InlineData("shape", """{"shape":{"kind":"dog","bark":5}}""")]
    [InlineData("pattern", """{"text":"ok"}""")]
    [InlineData("opaque", """{"value":{"any":["thing"]}}""")]
    public async Task Good_arguments_reach_the_tool(string tool, string arguments)
    {
        await using var session = await StartAsync();

        var answer = await (await session.ConnectRawAsync()).CallToolAsync(tool, arguments);

        Assert.False(answer.IsToolError(), answer.GetRawText());
        Assert.Single(_ran.Entries);
    }

    private Task<Session> StartAsync() =>
        Session.StartAsync(server => server.WithTools(Tools()).AddMcpSecurity(options => options.LocalTransport = true));

    private IEnumerable<McpServerTool> Tools() =>
    [
        Given.Tool("path", (string path) => _ran.Note(path ?? "null")),
        Given.Tool("file", (FileArgument file) => _ran.Note(file.Path)),
        Given.Tool("files", (FileArgument[] files) => _ran.Note(string.Join(',', files.Select(file => file.Path)))),
        Given.Tool("extended", (ExtendedFile file) => _ran.Note($"{file.Path}+{string.Join(',', file.More?.Keys.AsEnumerable() ?? [])}")),
        Given.Tool("optional", (FileArgument file) => _ran.Note(file.Path ?? "null")),
        Given.Tool("list", (List<string> items) => _ran.Note(string.Join(',', items.Select(item => item ?? "null")))),
        Given.Tool("range", ([Range(1, 100)] int n) => _ran.Note($"{n}")),
        Given.Tool("whole", (int n) => _ran.Note($"{n}")),
        Given.Tool("length", ([StringLength(5)] string text) => _ran.Note(text)),
        Given.Tool("pattern", ([RegularExpression("^[a-z]+$|[a-z]+")] string text) => _ran.Note(text)),
        Given.Tool("real", (double x) => _ran.Note(Text(x))),
        Given.Tool("single", (float x) => _ran.Note(Text(x))),
        Given.Tool("level", (Level level) => _ran.Note($"{(int)level}")),
        Given.Tool("rights", (Rights rights) => _ran.Note($"{(int)rights}")),
        Given.Tool("day", (DateTime day) => _ran.Note($"{day.Year}")),
        Given.Tool("numbers", (Dictionary<string, int> map) => _ran.Note($"{map.Values.Sum()}")),
        Given.Tool("shape", (Shape shape) => _ran.Note($"{(shape as Dog)?.Bark}")),
        Given.Tool("opaque", (JsonElement value) => _ran.Note(value.GetRawText())),
    ];

    private static string Text(double x) =>
        double.IsPositiveInfinity(x) ? "Infinity" : double.IsNegativeInfinity(x) ? "-Infinity" : x.ToString(System.Globalization.CultureInfo.InvariantCulture);

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Dog), "dog")]
    private abstract class Shape;

    private sealed class Dog : Shape
    {
        public int Bark { get; set; }
    }

    private sealed record FileArgument(string Path);

    private sealed class ExtendedFile
    {
        public required string Path { get; set; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? More { get; set; }
    }
}

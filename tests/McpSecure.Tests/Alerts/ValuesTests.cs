using System.Text.Json;
using McpSecure.Alerts;

namespace McpSecure.Tests.Alerts;

/// <summary>Somebody goes through values.</summary>
public sealed class ValuesTests
{
    private const int Learned = 6;

    [Fact]
    public async Task Tells_of_a_caller_who_goes_through_all_customers()
    {
        await using var watched = new Watched(On);
        watched.Work(Learned);
        Ask(watched, values: 900);

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(("enumeration", "ann", TimeSpan.FromHours(1)), (alert.Rule, alert.Caller, alert.Window));
        Assert.InRange(alert.Observed, 300, 330);
    }

    [Fact]
    public async Task Keeps_still_about_one_value_asked_for_again_and_again()
    {
        await using var watched = new Watched(On);
        watched.Work(Learned);
        for (var call = 0; call < 900; call++)
        {
            watched.See(arguments: """{ "id": 7 }""", seconds: 3);
        }

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Keeps_still_about_a_job_that_always_goes_through_so_many()
    {
        await using var watched = new Watched(options =>
        {
            On(options);
            options.Rules["call_rate"] = false;
        });
        for (var day = 0; day < Learned; day++)
        {
            Ask(watched, values: 1000);
            watched.Time.Advance(TimeSpan.FromHours(23));
        }

        Ask(watched, values: 1100);

        Assert.Empty(await watched.AlertsAsync());
    }

    [Fact]
    public async Task Is_off_where_nobody_says_so()
    {
        await using var watched = new Watched();
        watched.Work(Learned);
        Ask(watched, values: 900);

        Assert.Empty(await watched.AlertsAsync());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Counts_to_a_few_per_cent(int values)
    {
        var error = 0.0;
        for (ulong key = 0; key < 20; key++)
        {
            var hash = new KeyedHash(key, 7);
            var registers = new byte[SketchState.Registers];
            var sketch = default(SketchState);
            sketch.Begin(hour: 5, registers);
            for (var value = 0; value < values; value++)
            {
                sketch.Add(hash.Of(BitConverter.GetBytes(value)), registers);
                sketch.Add(hash.Of(BitConverter.GetBytes(value)), registers);
            }

            error += Math.Pow((sketch.Estimate / values) - 1, 2) / 20;
        }

        Assert.InRange(Math.Sqrt(error), 0, 0.1);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("\\u002e\\u002e/\\u002e\\u002e/etc/passwd")] // hidden by escapes
    [InlineData("x'; DROP TABLE orders; -- and a good deal more than was ever there")]
    [InlineData("http://169.254.169.254/latest/meta-data/iam")]
    public async Task Tells_of_an_argument_unlike_all_before(string value)
    {
        await using var watched = new Watched(options => options.Rules["argument_shape"] = true);
        Learn(watched);
        watched.See(Watched.Someone("mallory"), arguments: $$"""{ "name": "{{value}}" }""");

        var alert = Assert.Single(await watched.AlertsAsync());

        Assert.Equal(("argument_shape", "mallory", "search"), (alert.Rule, alert.Caller, alert.Tool));
    }

    [Theory]
    [InlineData("report-99")]
    [InlineData("a")]
    [InlineData("annual-report")]
    public async Task Keeps_still_about_one_like_those_before(string value)
    {
        await using var watched = new Watched(options => options.Rules["argument_shape"] = true);
        Learn(watched);
        watched.See(arguments: $$"""{ "name": "{{value}}" }""");

        Assert.Empty(await watched.AlertsAsync());
    }

    /// <summary>Otherwise it would have to be sent just twice.</summary>
    [Fact]
    public async Task What_was_told_does_not_become_usual()
    {
        await using var watched = new Watched(options =>
        {
            options.Rules["argument_shape"] = true;
            options.CoolDownSeconds = 60;
            options.AlertsPerHour = 100;
        });
        Learn(watched);
        for (var call = 0; call < 50; call++)
        {
            watched.See(arguments: """{ "name": "http://169.254.169.254/latest/meta-data/iam" }""", seconds: 90);
        }

        Assert.Equal(50, (await watched.AlertsAsync()).Count(alert => alert.Rule == "argument_shape"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("1e400")]
    [InlineData("\"\"")]
    [InlineData("\"\\\\\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("[[[]]]")]
    [InlineData("{\"a\":{}}")]
    public void Every_value_has_a_shape(string json) => Assert.InRange(ValueShape.Of(JsonDocument.Parse(json).RootElement).Type, 1, ValueShape.Types - 1);

    private static void On(AlertOptions options) => options.Rules["enumeration"] = true;

    private static void Learn(Watched watched)
    {
        for (var call = 0; call < 1000; call++)
        {
            watched.See(Watched.Someone($"user-{call % 50}"), arguments: $$"""{ "name": "report-{{call % 70}}" }""", seconds: 30);
        }
    }

    private static void Ask(Watched watched, int values)
    {
        for (var value = 0; value < values; value++)
        {
            watched.See(arguments: $$"""{ "id": {{value}} }""", seconds: 3.5);
        }
    }
}

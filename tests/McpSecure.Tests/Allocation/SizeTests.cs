using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Limits;
using McpSecure.Results;
using McpSecure.Tests.Policy;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Protocol;
using Xunit.Abstractions;

namespace McpSecure.Tests.Allocation;

/// <summary>What it allocates to find out that arguments and results are small enough: nothing.</summary>
[Collection(CountedBytes.Name)]
public sealed class SizeTests(ITestOutputHelper output)
{
    private const string Six = """{"path":"drafts/a/b.txt","mode":"read","limit":100,"recursive":true,"tags":["a","b","c"],"options":{"follow":false,"depth":3}}""";

    public static TheoryData<string> Arguments =>
    [
        "{}",
        Six,
        $$"""{"value":[{{string.Join(',', Enumerable.Repeat(Six, 200))}}]}""", // walked through
        $$"""{"value":"{{string.Concat(Enumerable.Repeat("\\u20ac", 500))}}"}""",
    ];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Arguments_that_are_small_enough_allocate_nothing(string arguments)
    {
        var options = Microsoft.Extensions.Options.Options.Create(Written.Options(
            """ "Limits": { "ArgumentTextLength": 2000, "ArgumentItems": 1000 }, "Roles": { "reader": { "Tools": { "*": "Allow" } } }, "Tools": { "read": { "Limits": { "ArgumentDepth": 10 } } } """));
        var guard = new ArgumentSizeGuard(new EffectiveLimits(options));
        var call = new Call(PrimitiveKind.Tool, "read", new Caller { Roles = ["reader"] }, PrimitiveFacts.None)
        {
            Arguments = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments),
        };

        Assert.Equal(0, BytesOf(() => Pass(guard.CheckAsync(call, CancellationToken.None))));
    }

    [Fact]
    public void A_result_that_is_small_enough_allocates_nothing()
    {
        var limit = new ResultLimit(NullLoggerFactory.Instance);
        var result = new CallToolResult
        {
            Content = [new TextContentBlock { Text = new string('ä', 1000) }, new ImageContentBlock { Data = new byte[100], MimeType = "image/png" }],
            StructuredContent = JsonElement.Parse(Six),
        };

        Assert.Equal(0, BytesOf(() => limit.Fit("read", result, 100_000, out _, out _)));
    }

    private static void Pass(ValueTask<Verdict> verdict)
    {
        if (!verdict.IsCompletedSuccessfully || verdict.Result.Kind != VerdictKind.Continue)
        {
            throw new InvalidOperationException("It refuses, or waits for something.");
        }
    }

    private long BytesOf(Action check) => Allocations.OnThisThread(check, output);
}

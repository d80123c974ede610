using McpSecure.Tests.Support;

namespace McpSecure.Tests.BadInput;

/// <summary>Params that are missing, or of the wrong shape, at every door.</summary>
public sealed class ParamsTests
{
    private static readonly string[] NeedParams =
    [
        "tools/call", "prompts/get", "resources/read", "resources/subscribe", "resources/unsubscribe", "completion/complete",
    ];

    private static readonly string[] Others =
    [
        "tools/list", "prompts/list", "resources/list", "resources/templates/list", "logging/setLevel", "ping", "initialize",
        "server/discover", "subscriptions/listen", "x/custom", "x/unknown", "tasks/get",
    ];

    private static readonly string[] NoObjects = ["null", "[]", "[{}]", "\"text\"", "7", "true", "1e999"];

    private static readonly string[] WrongObjects =
    [
        "{}",
        """{"name":null,"uri":null,"ref":null}""",
        """{"name":5,"uri":5,"ref":5}""",
        """{"name":["read_file"],"uri":["docs://open/a"],"ref":["greet"]}""",
        """{"name":{},"uri":{},"ref":{},"argument":{} }""",
        """{"name":"","uri":"","ref":{"type":"ref/prompt","name":""},"argument":{"name":"","value":""} }""",
        """{"name":"read_file","arguments":[],"uri":[]}""",
        """{"name":"read_file","arguments":"path","uri":true}""",
        """{"name":"read_file","arguments":{"path":"a"},"name":"purge","uri":"docs://open/a","uri":"docs://closed/a"}""",
        """{"name":"read_file","arguments":{"path":"a"},"Name":"purge","uri":"docs://open/a","URI":"docs://closed/a"}""",
        """{"ref":{"type":"ref/prompt","name":"secret"},"argument":null}""",
        """{"ref":{"name":"greet"},"argument":{"name":"who"} }""",
        """{"cursor":{},"level":7,"protocolVersion":[],"capabilities":[],"clientInfo":"me"}""",
        """{"_meta":7,"cursor":["c"],"level":[],"notifications":"all"}""",
        """{"_meta":{"progressToken":{} },"name":"purge","arguments":{"path":"a"},"uri":"docs://closed/a"}""",
    ];

    public static TheoryData<string, string?> WithoutAnObject() => Cross(NeedParams, [null, .. NoObjects]);

    public static TheoryData<string, string?> WithAWrongObject() => Cross(NeedParams, WrongObjects);

    public static TheoryData<string, string?> WhereNoneAreNeeded() => Cross(Others, [null, .. NoObjects, .. WrongObjects]);

    [Theory]
    [MemberData(nameof(WithoutAnObject))]
    public async Task A_request_that_needs_params_says_so(string method, string? parameters)
    {
        var error = await ErrorAsync(method, parameters);

        Assert.StartsWith("-32602: The request needs params", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WithAWrongObject))]
    public async Task A_request_with_params_of_a_wrong_shape_says_so(string method, string? parameters)
    {
        var error = await ErrorAsync(method, parameters);

        Assert.True(error is ['-', '3', '2', '6', '0', '2', ..] or ['-', '3', '2', '0', '0', '2', ..], error); // -32002: there is no such resource
    }

    [Theory]
    [MemberData(nameof(WhereNoneAreNeeded))]
    public async Task Whatever_comes_is_answered_once_and_recorded_once(string method, string? parameters) =>
        await ErrorAsync(method, parameters);

    private static TheoryData<string, string?> Cross(string[] methods, string?[] parameters)
    {
        var rows = new TheoryData<string, string?>();
        foreach (var method in methods)
        {
            foreach (var one in parameters)
            {
                rows.Add(method, one);
            }
        }

        return rows;
    }

    /// <summary>Sends it, checks what holds for every bad request, and returns the error of the answer.</summary>
    private static async Task<string> ErrorAsync(string method, string? parameters)
    {
        await using var workshop = await Workshop.OpenAsync();

        var answer = await workshop.Peer.RequestAsync(method, parameters);
        await workshop.AssertServesAsync();
        var records = await workshop.CloseAsync();

        Form.AssertWellFormed(answer);
        Form.AssertBounded(answer);
        Assert.All(records, Form.AssertClean);
        Assert.Equal(workshop.HandshakeRecords + 2, records.Count);
        Assert.DoesNotContain(records, record => (string?)record["Outcome"] is "bypassed" or "suspended");
        if (answer.TryGetProperty("error", out _))
        {
            return answer.Error();
        }

        return answer.IsToolError() ? "-32602: the tool says so" : "";
    }
}

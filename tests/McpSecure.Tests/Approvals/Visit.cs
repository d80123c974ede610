using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Approvals;

/// <summary>A client of 2026-07-28 that obeys nothing, with what it was given to bring back.</summary>
internal sealed class Visit(RawPeer peer, string method = "tools/call")
{
    public const string ApprovalKey = "io.github.mcpsecure/approval";

    public const string Yes = """{"action":"accept","content":{"approve":true}}""";

    private const string CanBeAsked = """{"elicitation":{"form":{}} }""";

    /// <summary>Calls, and is asked.</summary>
    /// <returns>The state to bring back.</returns>
    public async Task<string> AskedAsync(string call)
    {
        var answer = await SendAsync(call);
        Assert.True(answer.TryGetProperty("result", out var result), answer.GetRawText());
        Assert.Equal("input_required", result.GetProperty("resultType").GetString());
        return result.GetProperty("requestState").GetString()!;
    }

    public Task<JsonElement> SendAsync(string call) => peer.ModernRequestAsync(method, call, CanBeAsked);

    /// <summary>Calls again, with a state and with what it says the person said.</summary>
    public Task<JsonElement> ComesBackAsync(string call, string? state, string? answer = Yes) => ComesBackWithAsync(call, state, answer is null ? null : $$"""{"{{ApprovalKey}}":{{answer}} }""");

    public Task<JsonElement> ComesBackWithAsync(string call, string? state, string? responses) => SendAsync(With(call, state, responses));

    public static string With(string call, string? state, string? responses)
    {
        var more = string.Concat(
            state is null ? "" : $",\"requestState\":{JsonValue.Create(state).ToJsonString()}",
            responses is null ? "" : $",\"inputResponses\":{responses}");
        return call[..call.LastIndexOf('}')] + more + "}";
    }

    /// <summary>The code of the refusal, or what else came.</summary>
    public static string CodeOf(JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            return error.TryGetProperty("data", out var data) && data.TryGetProperty("code", out var code) ? code.GetString()! : error.GetProperty("message").GetString()!;
        }

        var result = answer.Result();
        return result.TryGetProperty("_meta", out var meta) && meta.TryGetProperty("io.github.mcpsecure/refusal", out var refusal)
            ? refusal.GetProperty("code").GetString()!
            : result.TryGetProperty("resultType", out var type) && type.GetString() == "input_required" ? "asked" : "ran";
    }
}

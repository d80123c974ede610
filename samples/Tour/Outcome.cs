using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Tour;

/// <summary>What a client learns from one answer of the server.</summary>
/// <param name="Allowed">Whether the request did what it asked for.</param>
/// <param name="Code">
/// The code of a refusal by McpSecure. <see langword="null"/> if it ran, if the tool itself said no, and where the answer must not differ
/// from the one for a name that does not exist.
/// </param>
/// <param name="Text">What the model sees.</param>
/// <param name="ErrorCode">The JSON-RPC error code, if the answer was an error rather than a result.</param>
/// <param name="Wire">Everything that travelled, to look for what must not.</param>
internal sealed record Outcome(bool Allowed, string? Code, string Text, int? ErrorCode, string Wire)
{
    private const string RefusalKey = "io.github.mcpsecure/refusal";
    private const string RemotePrefix = "Request failed (remote): ";

    /// <summary>Runs a request and turns whatever comes back, refusals included, into an outcome.</summary>
    public static async Task<Outcome> OfAsync<TResult>(ValueTask<TResult> request, Func<TResult, string> textOf)
        where TResult : Result
    {
        try
        {
            var result = await request;
            var refused = result is CallToolResult { IsError: true };
            return new Outcome(
                !refused,
                refused ? result.Meta?[RefusalKey]?["code"]?.GetValue<string>() : null,
                textOf(result),
                ErrorCode: null,
                JsonSerializer.Serialize(result, McpJsonUtilities.DefaultOptions));
        }
        catch (McpProtocolException exception)
        {
            // The client puts its own words before the server's.
            var text = exception.Message.StartsWith(RemotePrefix, StringComparison.Ordinal)
                ? exception.Message[RemotePrefix.Length..]
                : exception.Message;
            return new Outcome(
                Allowed: false,
                exception.Data["code"] as string,
                text,
                (int)exception.ErrorCode,
                $"{text} {JsonSerializer.Serialize(exception.Data)}");
        }
    }

    /// <summary>Calls a tool.</summary>
    public static Task<Outcome> OfToolAsync(ValueTask<CallToolResult> call) => OfAsync(call, TextOf);

    /// <summary>Reads the answer to a request that was sent as JSON.</summary>
    public static async ValueTask<CallToolResult> ParseAsync(Task<JsonRpcResponse> response) =>
        (await response).Result.Deserialize<CallToolResult>(McpJsonUtilities.DefaultOptions)
        ?? throw new McpException("The server answered without a result.");

    /// <summary>Says in a few words what came out, or had to.</summary>
    public static string Describe(bool allowed, string? code, int? errorCode) => (allowed, code, errorCode) switch
    {
        (true, _, _) => "allowed",
        (_, null, null) => "refused by the tool itself",
        (_, null, _) => $"unknown (error {errorCode})",
        (_, _, null) => $"refused: {code}",
        _ => $"refused: {code} (error {errorCode})",
    };

    /// <inheritdoc/>
    public override string ToString() => Describe(Allowed, Code, ErrorCode);

    private static string TextOf(CallToolResult result) =>
        string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}

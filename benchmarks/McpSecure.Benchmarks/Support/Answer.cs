using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace McpSecure.Benchmarks.Support;

/// <summary>Makes sure that what is measured is what it is called: a refusal is cheaper than a call.</summary>
internal static class Answer
{
    public static bool IsRefusal(JsonRpcMessage? answer) => answer switch
    {
        JsonRpcResponse { Result: JsonObject result } => result["isError"]?.GetValue<bool>() == true,
        JsonRpcResponse { Result: not null } => false,
        _ => true,
    };

    /// <exception cref="InvalidOperationException">It ended otherwise.</exception>
    public static async Task ExpectAsync(this FilterChain chain, Requests request, bool refused)
    {
        var answer = await chain.AskAsync(request);
        if (IsRefusal(answer) != refused)
        {
            throw new InvalidOperationException(refused ? "The request should be refused, and is not." : "The request should pass, and is refused.");
        }
    }
}

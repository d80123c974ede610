using System.Text.Json.Nodes;
using McpSecure.Calls;
using ModelContextProtocol.Protocol;

namespace McpSecure.Pipeline;

/// <summary>What a client calls itself. The SDK puts it into the name of the session, and with that into every line it logs from then on.</summary>
internal static class ClientInfo
{
    private static readonly string[] Logged = ["name", "version"];

    /// <summary>Makes name and version in an <c>initialize</c> request short and printable.</summary>
    public static void Tame(JsonRpcRequest request)
    {
        try
        {
            if (request.Params is not JsonObject parameters || parameters["clientInfo"] is not JsonObject client)
            {
                return;
            }

            foreach (var member in Logged)
            {
                if (client[member] is JsonValue value && value.TryGetValue<string>(out var text))
                {
                    client[member] = Echo.Of(text);
                }
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // A member twice, or half a character: the SDK cannot read that either, and refuses it.
        }
    }
}

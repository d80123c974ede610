using System.Net;
using System.Text.Json;

namespace McpSecure.Tests.Support;

/// <summary>What came back for one POST.</summary>
internal sealed record HttpAnswer(HttpStatusCode Status, IReadOnlyList<JsonElement> Messages)
{
    /// <summary>The last message: the answer, after any notifications.</summary>
    public JsonElement Answer => Messages[^1];
}

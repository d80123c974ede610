using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using static Tour.Expectation;

namespace Tour;

/// <summary>The part of the script in which a person is asked, and somebody tries to do without him.</summary>
internal static partial class Script
{
    private const string ApprovalKey = "io.github.mcpsecure/approval";
    private const string InvalidState = "invalid_request_state";
    private const string Doomed = "notes/doomed.md";

    private static IEnumerable<Step> Approvals() =>
    [
        new(DeleteTodo, Asked("notes/todo.md", agrees: false), Hidden, Refused("approval_declined"), Runs),
        new("delete_file notes/tour.md, with approval", Asked("notes/tour.md", agrees: true), Hidden, Runs, Runs),
        ForAll("delete_file, approved before anybody was asked",
            Raw($$"""{"name":"delete_file","arguments":{"path":"welcome.md"},"inputResponses":{"{{ApprovalKey}}":{"action":"accept","content":{"approve":true} } } }"""),
            Rejected(InvalidState)),
        ForAll("delete_file, with a state made up",
            Raw("""{"name":"delete_file","arguments":{"path":"welcome.md"},"requestState":"YXBwcm92ZWQ","inputResponses":{"approve":{"action":"accept"}} }"""),
            Rejected(InvalidState)),
        new("delete_file of another file than was approved", (client, token) => ReuseAsync(client, "welcome.md", token), Hidden, Rejected(InvalidState), Runs),
        new("delete_file, with an approval that was used", (client, token) => ReuseAsync(client, Doomed, token), Hidden, Rejected(InvalidState), Runs),
    ];

    private static Func<McpClient, CancellationToken, Task<Outcome>> Asked(string path, bool agrees) => async (client, cancellationToken) =>
    {
        (Person.Agrees, Person.Question) = (agrees, null);
        var outcome = await Outcome.OfToolAsync(client.CallToolAsync("delete_file", ToMap([("path", path)]), cancellationToken: cancellationToken));
        return Person.Question is { } question ? outcome with { Text = $"{outcome.Text}\nThe person had read:\n{question}" } : outcome;
    };

    /// <summary>Is asked about one file, has it deleted with the person's approval, and uses the approval once more. An admin is not asked.</summary>
    private static async Task<Outcome> ReuseAsync(McpClient client, string path, CancellationToken cancellationToken)
    {
        await client.CallToolAsync("write_file", ToMap([("path", Doomed), ("text", "x"), ("mode", "overwrite")]), cancellationToken: cancellationToken);
        var asked = await AskAsync(client, Delete(Doomed), cancellationToken);
        if (asked?["requestState"] is not JsonValue state)
        {
            return await Raw(Delete(Doomed).ToJsonString())(client, cancellationToken);
        }

        var approved = await Raw(With(Delete(Doomed), state))(client, cancellationToken);
        return approved.Allowed ? await Raw(With(Delete(path), state))(client, cancellationToken) : approved;
    }

    private static async Task<JsonNode?> AskAsync(McpClient client, JsonObject call, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.SendRequestAsync(new JsonRpcRequest { Method = RequestMethods.ToolsCall, Params = call }, cancellationToken)).Result;
        }
        catch (McpProtocolException)
        {
            return null;
        }
    }

    private static JsonObject Delete(string path) => new() { ["name"] = "delete_file", ["arguments"] = new JsonObject { ["path"] = path } };

    private static string With(JsonObject call, JsonValue state)
    {
        call["requestState"] = state.DeepClone();
        call["inputResponses"] = JsonNode.Parse($$"""{ "{{ApprovalKey}}": { "action": "accept", "content": { "approve": true } } }""");
        return call.ToJsonString();
    }
}

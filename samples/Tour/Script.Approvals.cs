using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
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
        new(DeleteTodo, Asked("notes/todo.md", agrees: false), Hidden, Refused("approval_declined"), Runs) { HasSeveralMessages = true },
        new("delete_file notes/tour.md, with approval", Asked("notes/tour.md", agrees: true), Hidden, Runs, Runs) { HasSeveralMessages = true },
        ForAll("delete_file, approved before anybody was asked",
            Raw($$"""{"name":"delete_file","arguments":{"path":"welcome.md"},"inputResponses":{"{{ApprovalKey}}":{"action":"accept","content":{"approve":true} } } }"""),
            Rejected(InvalidState)),
        ForAll("delete_file, with a state made up",
            Raw("""{"name":"delete_file","arguments":{"path":"welcome.md"},"requestState":"YXBwcm92ZWQ","inputResponses":{"approve":{"action":"accept"}} }"""),
            Rejected(InvalidState)),
        new("delete_file, with an approval of another file",
            (client, token) => ReuseAsync(client, "welcome.md", token), Hidden, Rejected(InvalidState), Runs) { HasSeveralMessages = true },
        new("delete_file, with an approval that was used",
            (client, token) => ReuseAsync(client, Doomed, token), Hidden, Refused(InvalidState), Runs) { HasSeveralMessages = true },
    ];

    private static Func<McpClient, CancellationToken, Task<Outcome>> Asked(string path, bool agrees) => async (client, cancellationToken) =>
    {
        (Person.Agrees, Person.Question) = (agrees, null);
        var outcome = await Outcome.OfToolAsync(client.CallToolAsync("delete_file", ToMap([("path", path)]), cancellationToken: cancellationToken));
        return Person.Question is { } question ? outcome with { Text = $"{outcome.Text}\nThe person had read:\n{question}" } : outcome;
    };

    /// <summary>Has a file deleted with the person's approval, and uses the approval once more. An admin is not asked, and has nothing to use.</summary>
    private static async Task<Outcome> ReuseAsync(McpClient client, string path, CancellationToken cancellationToken)
    {
        Resumes.Last = null;
        var write = Tool("write_file", ("path", Doomed), ("text", "x"), ("mode", "overwrite"));
        await write(client, cancellationToken);
        var approved = await Asked(Doomed, agrees: true)(client, cancellationToken);
        if (Resumes.Last is not { } resume)
        {
            return approved;
        }

        await write(client, cancellationToken);
        var again = (JsonObject)resume.DeepClone();
        again.Remove("_meta");
        again["arguments"] = new JsonObject { ["path"] = path };
        return await Raw(again.ToJsonString())(client, cancellationToken);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Arguments;
using McpSecure.Arguments.Hardening;
using McpSecure.Calls;
using McpSecure.Schemas;
using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Pipeline;

/// <summary>Does the client's answer fit what the server's code asked for? The SDK hands over whatever comes.</summary>
internal sealed class AnswerCheck(ISchemaEngine engine, IOptions<SchemaCompileOptions> options, Sessions sessions)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "answers";

    private static readonly string[] Members = ["action", "content", "_meta"];

    private readonly CompiledSchemas _compiled = new(engine, options.Value);

    /// <summary>Remembers what a question asks for.</summary>
    /// <exception cref="McpException">No answer could be checked. The code that asks gets it, and nothing is sent.</exception>
    public void Expect(MessageContext context, JsonRpcRequest question)
    {
        if ((question.Params as JsonObject)?["requestedSchema"] is not JsonObject schema)
        {
            return; // nothing to fill in: the client shows an address
        }

        var compilation = _compiled.Of(HardenedSchema.Of(Readable(schema), ToolOrigin.Handwritten));
        if (compilation.Schema is not { } compiled)
        {
            throw new McpException($"The client was not asked: the requestedSchema cannot be enforced at {string.Join(" ", compilation.Problems)}");
        }

        if (!sessions.Of(context).Questions.TryAdd(question.Id, compiled))
        {
            throw new McpException($"The client was not asked: more than {Questions.Capacity} questions are open.");
        }
    }

    /// <summary>Forgets a question that was not sent, or that nobody waits for any more.</summary>
    public void Forget(MessageContext context, RequestId id) => sessions.Of(context).Questions.Forget(id);

    /// <summary>Checks an answer. The question stays open: messages are taken at the same time, and a second answer may overtake the first.</summary>
    /// <returns>The refusal, or <see langword="null"/> if it fits, or answers something else.</returns>
    public Refusal? Of(MessageContext context, JsonRpcResponse answer)
    {
        foreach (var schema in sessions.Of(context).Questions.Find(answer.Id))
        {
            if (Problem(answer.Result, schema) is { } problem)
            {
                return new(RefusalCode.InvalidAnswer, $"The answer of the client does not fit what it was asked: {problem}");
            }
        }

        return null;
    }

    private static string? Problem(JsonNode? result, CompiledSchema schema)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(result?.ToJsonString() ?? "null");
            if (JsonStructure.FindAmbiguousKey(bytes) is not null)
            {
                return "a key is given twice, or in two cases.";
            }

            var members = JsonElement.Parse(bytes);
            return members.ValueKind == JsonValueKind.Object ? OfMembers(members, schema) : "it is no object.";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return "it could not be read.";
        }
    }

    private static string? OfMembers(JsonElement members, CompiledSchema schema)
    {
        // The SDK reads names without their case, so that CONTENT would be the content.
        if (members.EnumerateObject().Any(member => IsVariant(member.Name)))
        {
            return "a name is written in another case.";
        }

        var isGiven = members.TryGetProperty("content", out var content) && content.ValueKind != JsonValueKind.Null;
        if (!isGiven && members.TryGetProperty("action", out var action) && (action.ValueEquals("decline") || action.ValueEquals("cancel")))
        {
            return null;
        }

        if (!isGiven)
        {
            content = JsonElement.Parse("{}");
        }

        return schema.IsValid(content) && !HasChangedNumber(content) ? null : Explain(content, schema);
    }

    private static bool IsVariant(string name) =>
        Array.Exists(Members, known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase) && !string.Equals(known, name, StringComparison.Ordinal));

    private static bool HasChangedNumber(JsonElement content) =>
        content.ValueKind == JsonValueKind.Object
        && ClrNumbers.Unknown.Find(content.EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal)) is not null;

    private static string Explain(JsonElement content, CompiledSchema schema)
    {
        var errors = new SchemaErrors();
        schema.Explain(content, errors);
        return errors.Count == 0
            ? "a number is out of range."
            : string.Join("; ", errors.Select(error => ArgumentErrors.Line(error, DeclaredNames.None)));
    }

    /// <summary>The schema without <c>enumNames</c>, with which older revisions of MCP label the values; it asserts nothing.</summary>
    private static JsonElement Readable(JsonObject schema)
    {
        var copy = schema.DeepClone();
        if (copy["properties"] is JsonObject properties)
        {
            foreach (var (_, property) in properties)
            {
                (property as JsonObject)?.Remove("enumNames");
            }
        }

        return JsonElement.Parse(copy.ToJsonString());
    }
}

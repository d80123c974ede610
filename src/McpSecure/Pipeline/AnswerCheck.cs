using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Arguments;
using McpSecure.Arguments.Hardening;
using McpSecure.Audit;
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

    private static readonly Refusal NothingAsked = new(
        RefusalCode.InvalidAnswer, "The client answers what it was not asked, or has answered, or is no longer asked.");

    private static readonly string[] Members = ["action", "content", "_meta"];

    private readonly CompiledSchemas _compiled = new(engine, options.Value);

    /// <summary>Remembers a question, and what it asks for.</summary>
    /// <exception cref="McpException">No answer could be checked. The code that asks gets it, and nothing is sent.</exception>
    public void Expect(MessageContext context, JsonRpcRequest question)
    {
        if (!sessions.Of(context).Questions.TryAdd(question.Id, SchemaOf(question.Method, question.Params), SdkSpan.Asking(question.Method)))
        {
            throw new McpException($"The client was not asked: more than {Questions.Capacity} questions are open.");
        }
    }

    /// <summary>Closes a question that was not sent, that nobody waits for any more, or that the client answers with an error.</summary>
    public void Close(MessageContext context, RequestId id) => SdkSpan.EndAsking(sessions.Of(context).Questions.Take(id)?.Span, hasFailed: true);

    /// <summary>
    /// Checks an answer, and closes the question: messages are taken at the same time, and whatever the filters of the application do with one
    /// answer, a second one has nothing left to answer.
    /// </summary>
    /// <returns>The refusal, or <see langword="null"/> if it fits.</returns>
    public Refusal? Of(MessageContext context, JsonRpcResponse answer)
    {
        if (sessions.Of(context).Questions.Take(answer.Id) is not { } question)
        {
            return NothingAsked;
        }

        var problem = question.Schemas.Select(schema => Problem(answer.Result, schema)).FirstOrDefault(problem => problem is not null);
        SdkSpan.EndAsking(question.Span, hasFailed: problem is not null);
        return problem is null ? null : new(RefusalCode.InvalidAnswer, $"The answer of the client does not fit what it was asked: {problem}");
    }

    /// <summary>Checks answers that come with a request, against what the earlier answer of the server asked for.</summary>
    /// <param name="given">The answers, by name.</param>
    /// <param name="questions">The questions by the same names, as JSON; <see langword="null"/> if none was asked.</param>
    /// <returns>The refusal, or <see langword="null"/> if each answers a question, and fits it.</returns>
    public Refusal? OfRoundTrip(JsonObject? given, string? questions)
    {
        var asked = questions is null ? [] : (JsonObject)JsonNode.Parse(questions)!;
        foreach (var (name, answer) in given ?? [])
        {
            if (asked[name] is not JsonObject question)
            {
                return NothingAsked;
            }

            var schema = SchemaOf((string?)question["method"], question["params"]);
            if (schema is not null && Problem(answer, schema) is { } problem)
            {
                return new(RefusalCode.InvalidAnswer, $"The answer of the client does not fit what it was asked: {problem}");
            }
        }

        return null;
    }

    /// <summary>Whether the answers to these questions could be checked.</summary>
    public bool CanCheck(JsonObject questions)
    {
        try
        {
            foreach (var (_, question) in questions)
            {
                _ = SchemaOf((string?)question?["method"], question?["params"]);
            }

            return true;
        }
        catch (McpException)
        {
            return false;
        }
    }

    /// <summary>What the answer has to fit, or <see langword="null"/> if it is to no form: the client shows an address, or is asked for something else.</summary>
    private CompiledSchema? SchemaOf(string? method, JsonNode? parameters)
    {
        if (method is not Methods.Elicit || (parameters as JsonObject)?["requestedSchema"] is not JsonObject schema)
        {
            return null;
        }

        var compilation = _compiled.Of(HardenedSchema.Of(Readable(schema), ToolOrigin.Handwritten));
        return compilation.Schema
            ?? throw new McpException($"The client was not asked: the requestedSchema cannot be enforced at {string.Join(" ", compilation.Problems)}");
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

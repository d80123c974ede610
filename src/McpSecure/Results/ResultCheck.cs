using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Schemas;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Results;

/// <summary>Does a result fit the output schema that its tool declares? If not, nothing of it leaves, and the log says why.</summary>
internal sealed partial class ResultCheck(IToolSchemas schemas, ILoggerFactory loggers)
{
    /// <summary>The name of this check in records.</summary>
    public const string Name = "results";

    private static readonly JsonElement Null = JsonElement.Parse("null");

    private readonly ILogger _logger = loggers.CreateLogger(nameof(McpSecure));

    /// <summary>Checks a result.</summary>
    /// <param name="tool">The tool that made it.</param>
    /// <param name="result">The result. An error is no structured result, whatever the tool declares.</param>
    /// <param name="mayBeWrapped">
    /// Whether the client's revision of MCP knows only objects as structured content: for it the SDK puts any other value into a member
    /// <c>result</c>.
    /// </param>
    /// <returns>The refusal, or <see langword="null"/> if the result may leave.</returns>
    public Refusal? Of(McpServerTool tool, CallToolResult result, bool mayBeWrapped)
    {
        if (result.IsError == true || schemas.Of(tool).Output is not { } schema)
        {
            return null;
        }

        try
        {
            // A tool that returns null has no structured content; only the schema knows whether null will do.
            var value = result.StructuredContent ?? Null;
            if (schema.IsValid(value) || (mayBeWrapped && Unwrapped(tool, value) is { } inner && schema.IsValid(inner)))
            {
                return null;
            }

            Report(tool, result.StructuredContent is null, value, schema);
        }
        catch (Exception exception)
        {
            LogFailed(exception, Echo.Of(tool.ProtocolTool.Name));
        }

        return new(
            RefusalCode.InvalidResult,
            $"The tool '{Echo.Of(tool.ProtocolTool.Name)}' ran, but what it returned does not fit the schema it declares, and was withheld. The log of the server says why.");
    }

    private static JsonElement? Unwrapped(McpServerTool tool, JsonElement value)
    {
        var isObject = tool.ProtocolTool.OutputSchema is { ValueKind: JsonValueKind.Object } schema
            && schema.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String
            && type.ValueEquals("object");
        return !isObject && value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 && value.TryGetProperty("result", out var inner)
            ? inner
            : null;
    }

    private void Report(McpServerTool tool, bool isMissing, JsonElement value, CompiledSchema schema)
    {
        var name = Echo.Of(tool.ProtocolTool.Name);
        if (isMissing)
        {
            LogMissing(name);
            return;
        }

        var errors = new SchemaErrors();
        schema.Explain(value, errors);
        var lines = string.Join("; ", errors.Select(error => Echo.Of(
            $"{(error.InstancePath.Length == 0 ? "the root" : error.InstancePath)}: expected {error.Expected}, got {error.Actual} [{error.Keyword}]", 320)));
        LogInvalid(name, lines);
    }

    [LoggerMessage(17, LogLevel.Error, "The result of '{Tool}' was withheld, because it does not fit its outputSchema: {Errors}")]
    private partial void LogInvalid(string tool, string errors);

    [LoggerMessage(18, LogLevel.Error, "The result of '{Tool}' was withheld: it declares an outputSchema, and its result has no structuredContent.")]
    private partial void LogMissing(string tool);

    [LoggerMessage(19, LogLevel.Error, "The result of '{Tool}' was withheld: it could not be checked.")]
    private partial void LogFailed(Exception exception, string tool);
}

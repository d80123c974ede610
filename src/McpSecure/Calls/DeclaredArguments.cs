using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpSecure.Calls;

/// <summary>The names of the arguments that a tool or prompt declares, taken from one state of its definition.</summary>
internal sealed class DeclaredArguments
{
    // A root that says any of these can admit names that "properties" does not list.
    private static readonly string[] Opening =
        ["patternProperties", "allOf", "anyOf", "oneOf", "if", "$ref", "$dynamicRef", "dependentSchemas", "unevaluatedProperties"];

    private readonly JsonElement _schema;

    private DeclaredArguments(JsonElement schema, IEnumerable<string> names, bool isClosed)
    {
        _schema = schema;
        Names = names.ToFrozenSet(StringComparer.Ordinal);
        IsClosed = isClosed;
    }

    /// <summary>Gets the schema of a tool; undefined for anything else.</summary>
    public JsonElement Schema => _schema;

    public FrozenSet<string> Names { get; }

    /// <summary>Gets a value indicating whether other names are refused. True unless the definition opens itself.</summary>
    public bool IsClosed { get; }

    public static DeclaredArguments Of(IMcpServerPrimitive? primitive) => primitive switch
    {
        McpServerTool tool => OfSchema(tool.ProtocolTool.InputSchema),
        McpServerPrompt prompt => OfPrompt(prompt.ProtocolPrompt.Arguments),
        _ => new(default, [], isClosed: false),
    };

    /// <summary>Whether the definition is still the one these names came from.</summary>
    public bool IsOf(IMcpServerPrimitive? primitive) => primitive switch
    {
        McpServerTool tool => IsSame(_schema, tool.ProtocolTool.InputSchema),
        McpServerPrompt prompt => HasNames(prompt.ProtocolPrompt.Arguments),
        _ => true,
    };

    private static DeclaredArguments OfSchema(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return new(schema, [], isClosed: false);
        }

        var names = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? properties.EnumerateObject().Select(property => property.Name)
            : [];
        return new(schema, names, !OpensItself(schema));
    }

    private static DeclaredArguments OfPrompt(IList<PromptArgument>? arguments) =>
        new(default, arguments?.Select(argument => argument.Name) ?? [], isClosed: true);

    private static bool OpensItself(JsonElement schema)
    {
        var saysMore = schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind != JsonValueKind.False;
        return saysMore || Array.Exists(Opening, keyword => schema.TryGetProperty(keyword, out _));
    }

    // The list of a prompt and everything in it can be changed in place: the names themselves are compared, there are few.
    private bool HasNames(IList<PromptArgument>? arguments)
    {
        if ((arguments?.Count ?? 0) != Names.Count)
        {
            return false;
        }

        for (var index = 0; index < Names.Count; index++)
        {
            if (!Names.Contains(arguments![index].Name))
            {
                return false;
            }
        }

        return true;
    }

    // The same bytes at the same place: a new schema has its own document. Two spans are equal when they are the same memory.
    private static bool IsSame(JsonElement one, JsonElement other) =>
        one.ValueKind == other.ValueKind
        && (one.ValueKind == JsonValueKind.Undefined || JsonMarshal.GetRawUtf8Value(one) == JsonMarshal.GetRawUtf8Value(other));
}

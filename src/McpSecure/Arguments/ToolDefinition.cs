using System.Runtime.InteropServices;
using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace McpSecure.Arguments;

/// <summary>The schemas that a tool had at one moment: its definition can be changed at run time.</summary>
internal readonly struct ToolDefinition(Tool tool)
{
    private readonly JsonElement _input = tool.InputSchema;
    private readonly JsonElement _output = tool.OutputSchema.GetValueOrDefault();

    public JsonElement Input => _input;

    public JsonElement? Output => _output.ValueKind == JsonValueKind.Undefined ? null : _output;

    /// <summary>Whether the definition still says the same. Costs two comparisons as long as it is the same document.</summary>
    public bool IsOf(Tool current)
    {
        try
        {
            return IsSame(_input, current.InputSchema) && IsSame(_output, current.OutputSchema.GetValueOrDefault());
        }
        catch (ObjectDisposedException)
        {
            // The document it was read from is gone, so the definition is another one; if it is not, reading it anew fails again.
            return false;
        }
    }

    // The elements are held on to, so that their memory cannot become another document's.
    private static bool IsSame(JsonElement one, JsonElement other)
    {
        if (one.ValueKind != other.ValueKind || one.ValueKind == JsonValueKind.Undefined)
        {
            return one.ValueKind == other.ValueKind;
        }

        var text = JsonMarshal.GetRawUtf8Value(one);
        var otherText = JsonMarshal.GetRawUtf8Value(other);
        return text == otherText || text.SequenceEqual(otherText);
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using McpSecure.Redaction;

namespace McpSecure.Tests.Redaction;

/// <summary>What is kept of arguments.</summary>
internal static class Written
{
    public static string Of(string arguments, RedactionPlan? plan = null, Redactor? redactor = null) => Of(arguments, out _, plan, redactor);

    public static string Of(string arguments, out int count, RedactionPlan? plan = null, Redactor? redactor = null)
    {
        var members = JsonElement.Parse(arguments).EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        return Of(members, out count, plan, redactor);
    }

    public static string Of(IDictionary<string, JsonElement>? arguments, out int count, RedactionPlan? plan = null, Redactor? redactor = null)
    {
        count = 0;
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            (redactor ?? new Redactor()).WriteArguments(writer, arguments, plan ?? RedactionPlan.None, ref count, redactor is null ? RedactionStyle.Masks : RedactionStyle.Hashes);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace McpSecure.Calls;

/// <summary>How long arguments are as they came. Nothing is copied, decoded or allocated to find out.</summary>
internal static class ArgumentLength
{
    /// <summary>Two quotes around the name, a colon, and a comma or a brace.</summary>
    private const int AroundName = 4;

    /// <summary>The bytes of UTF-8 of the object that they are the members of.</summary>
    public static long Of(IDictionary<string, JsonElement> arguments)
    {
        // What the SDK makes is known by its type, and gone through without an enumerator on the heap.
        var known = GuardedArguments.Bare(arguments);
        var bytes = 1L;
        foreach (var (name, value) in known as Dictionary<string, JsonElement> ?? new Dictionary<string, JsonElement>(known, StringComparer.Ordinal))
        {
            bytes += OfName(name) + Raw(value).Length;
        }

        return bytes;
    }

    /// <summary>What a name takes, with all that stands around it.</summary>
    public static int OfName(string name) => Encoding.UTF8.GetByteCount(name) + AroundName;

    /// <summary>A value as it came.</summary>
    public static ReadOnlySpan<byte> Raw(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? [] : JsonMarshal.GetRawUtf8Value(value);
}

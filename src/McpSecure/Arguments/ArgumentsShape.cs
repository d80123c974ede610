using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSecure.Arguments;

/// <summary>Checks the arguments of a request while all of them are still there: the SDK keeps only the last of two equal keys.</summary>
internal static class ArgumentsShape
{
    private const int KeptCapacity = 64 * 1024;

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>Finds a key of the arguments object that is given twice or in two cases.</summary>
    /// <param name="parameters">The <c>params</c> of the request.</param>
    /// <returns>The key, or <see langword="null"/> if there is none, or no arguments object.</returns>
    public static string? FindAmbiguousKey(JsonObject parameters)
    {
        if (parameters["arguments"] is not JsonObject arguments)
        {
            return null;
        }

        // The node still holds the text it was parsed from; asking it for its properties would hide the duplicates.
        var scratch = _scratch ?? new Scratch();
        _scratch = null;
        arguments.WriteTo(scratch.Writer);
        scratch.Writer.Flush();
        var key = JsonStructure.FindAmbiguousRootKey(scratch.Buffer.WrittenSpan);
        scratch.Reset();
        if (scratch.Buffer.Capacity <= KeptCapacity)
        {
            _scratch = scratch;
        }

        return key;
    }

    private sealed class Scratch
    {
        public Scratch() => Writer = new Utf8JsonWriter(Buffer, new JsonWriterOptions { SkipValidation = true });

        public ArrayBufferWriter<byte> Buffer { get; } = new(1024);

        public Utf8JsonWriter Writer { get; }

        public void Reset()
        {
            Buffer.ResetWrittenCount();
            Writer.Reset(Buffer);
        }
    }
}

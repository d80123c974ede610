using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using McpSecure.Calls;

namespace McpSecure.Audit;

/// <summary>Makes of the arguments of a call what is kept of them.</summary>
internal static class KeptArguments
{
    /// <summary>Longer ones are kept as length and digest alone, bytes of UTF-8.</summary>
    private const int MostKept = 16 * 1024;

    public static Kept Of(Call call, AuditLevel level)
    {
        if (level < AuditLevel.Digest || call.Arguments is not { Count: > 0 } given)
        {
            return default;
        }

        var redactions = 0;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, given, ref redactions);
        }

        var text = buffer.WrittenMemory;
        return new Kept(
            level == AuditLevel.Full && text.Length <= MostKept ? text : default, text.Length, Convert.ToHexStringLower(SHA256.HashData(text.Span)), redactions);
    }

    private static void Write(Utf8JsonWriter writer, IDictionary<string, JsonElement> given, ref int redactions)
    {
        _ = redactions;
        writer.WriteStartObject();
        foreach (var (name, value) in given)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>What is kept.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Kept(ReadOnlyMemory<byte> Text, int? Bytes, string? Digest, int Redactions);
}

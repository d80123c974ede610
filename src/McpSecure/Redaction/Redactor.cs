using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpSecure.Redaction;

/// <summary>Takes secrets out of what is kept or leaves. Safe for threads; never fails, whatever it is given.</summary>
internal sealed class Redactor(SecretNames names, HashKey key)
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "[redacted]";

    /// <summary>From how many bytes of UTF-8 on a part of the arguments is left out.</summary>
    public const int MaximumBytes = ArgumentWriter.MaximumBytes;

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 2000 };

    /// <summary>Initializes a new instance of the <see cref="Redactor"/> class that knows nothing of an operator's.</summary>
    public Redactor()
        : this(SecretNames.Default, HashKey.Random())
    {
    }

    /// <summary>Gets the names whose values are secrets.</summary>
    public SecretNames Names => names;

    /// <summary>What is written for a secret that is looked for later. The same secret has the same, as long as the key is the same.</summary>
    public string HashOf(ReadOnlySpan<char> secret) => key.Of(secret);

    /// <summary>The HMAC of arguments as they came, which tells those apart of which a part is left out.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="hash">Gets it: 32 bytes.</param>
    public void HashOf(IDictionary<string, JsonElement> arguments, Span<byte> hash)
    {
        using var hmac = key.Begin();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var (name, value) in arguments)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hmac.AppendData(length);
            hmac.AppendData(bytes);
            var raw = value.ValueKind == JsonValueKind.Undefined ? default : JsonMarshal.GetRawUtf8Value(value);
            BinaryPrimitives.WriteInt32LittleEndian(length, raw.Length);
            hmac.AppendData(length);
            hmac.AppendData(raw);
        }

        hmac.GetHashAndReset(hash);
    }

    /// <summary>Replaces the credentials in a text, told by their shape.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="redacted">The text without them; the same instance if it has none, for which nothing is allocated.</param>
    /// <param name="count">Grows by one for each that was replaced.</param>
    /// <returns>Whether anything was replaced.</returns>
    public bool TryRedact(string text, out string redacted, ref int count)
    {
        redacted = text;
        var scan = new CredentialScan(text, names);
        if (!scan.TryNext(out var found))
        {
            return false;
        }

        var rest = 0;
        var result = new StringBuilder(text.Length);
        do
        {
            count++;
            result.Append(text, rest, found.Secret - rest).Append(found.Quote).Append(Mask).Append(found.Quote);
            rest = found.End;
        }
        while (scan.TryNext(out found));
        redacted = result.Append(text, rest, text.Length - rest).ToString();
        return true;
    }

    /// <summary>Writes arguments with their secrets replaced: by their hash, so that a known value can be looked for.</summary>
    /// <param name="writer">Gets one object, also if there are no arguments.</param>
    /// <param name="arguments">The arguments as they came.</param>
    /// <param name="plan">What is known of the tool.</param>
    /// <param name="redactions">Grows by one for each secret.</param>
    /// <param name="style">What is written in place of secrets.</param>
    /// <remarks>
    /// Everything else stays as it was: numbers with every digit, keys that come twice, U+0000, halves of characters. What is deeper than
    /// <see cref="ArgumentWriter.MaximumDepth"/>, and what comes after <see cref="ArgumentWriter.MaximumBytes"/>, is left out, and the place says so.
    /// </remarks>
    public void WriteArguments(Utf8JsonWriter writer, IDictionary<string, JsonElement>? arguments, RedactionPlan plan, ref int redactions, RedactionStyle style = RedactionStyle.Hashes)
    {
        var arguing = new ArgumentWriter(this, style);
        try
        {
            arguing.Arguments(arguments, plan.Root);
            writer.WriteRawValue(arguing.Written, skipInputValidation: true);
            redactions += arguing.Redactions;
        }
        finally
        {
            arguing.Return();
        }
    }

    /// <summary>Replaces the secrets among the texts of a value: those with the name of a secret, and credentials.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="redacted">A copy without them; the same value if it has none, for which nothing is allocated.</param>
    /// <param name="count">Grows by one for each that was replaced.</param>
    /// <returns>Whether anything was replaced.</returns>
    public bool TryRedact(JsonElement value, out JsonElement redacted, ref int count) => TryRedact(value, RedactionStyle.Texts, out redacted, ref count);

    /// <summary>Replaces the secrets in a value, numbers too. One that cannot be read is replaced as a whole.</summary>
    /// <returns>The same node if there are none; else another, since many may share this one.</returns>
    public JsonNode? Redact(JsonNode? value, ref int count)
    {
        try
        {
            return value is not null && TryRedact(ElementOf(value), RedactionStyle.Values, out var redacted, ref count)
                ? JsonNode.Parse(redacted.GetRawText(), null, AnyDepth)
                : value;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            count++; // its own serializer throws, or it has no end
            return JsonValue.Create(Mask);
        }
    }

    private bool TryRedact(JsonElement value, RedactionStyle style, out JsonElement redacted, ref int count)
    {
        var writer = new ArgumentWriter(this, style);
        try
        {
            writer.Value(value);
            count += writer.Redactions;
            redacted = writer.Redactions == 0 ? value : JsonElement.Parse(writer.Written, AnyDepth);
            return writer.Redactions > 0;
        }
        finally
        {
            writer.Return();
        }
    }

    private static JsonElement ElementOf(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            node.WriteTo(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan, AnyDepth);
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>Writes a schema with what was marked in it.</summary>
internal sealed class SchemaWriter(Utf8JsonWriter writer, ToolOrigin origin)
{
    private static readonly string[] Bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };

    public static JsonElement Write(SchemaTree tree, ToolOrigin origin)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            new SchemaWriter(writer, origin).Write(tree.Root);
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = WriterOptions.MaxDepth });
    }

    private void Write(SchemaPart part)
    {
        if (part.Element.ValueKind != JsonValueKind.Object)
        {
            part.Element.WriteTo(writer);
            return;
        }

        var bounds = BoundsOf(part);
        writer.WriteStartObject();
        foreach (var property in part.Element.EnumerateObject())
        {
            if (Replaces(bounds, property) || TimeOfDayPattern.Replaces(part, property))
            {
                continue;
            }

            writer.WritePropertyName(property.Name);
            WriteValue(part, property);
        }

        WriteAdditions(part, bounds);
        writer.WriteEndObject();
    }

    private void WriteValue(SchemaPart part, JsonProperty property)
    {
        var children = part.Of(property.Name);
        if (origin.IsGenerated && Bounds.Contains(property.Name, StringComparer.Ordinal) && TryReadText(property.Value, out var bound))
        {
            writer.WriteNumberValue(bound);
        }
        else if (origin.IsGenerated && part.MayBeTightened && property.NameEquals("pattern") && property.Value.ValueKind == JsonValueKind.String)
        {
            writer.WriteStringValue(WholePattern.Of(property.Value.GetString()!));
        }
        else if (children is [{ Key: null } only])
        {
            Write(only.Part);
        }
        else if (children.Count > 0 && property.Value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var child in children)
            {
                Write(child.Part);
            }

            writer.WriteEndArray();
        }
        else if (children.Count > 0)
        {
            WriteNamed(part, property);
        }
        else
        {
            property.Value.WriteTo(writer);
        }
    }

    private void WriteNamed(SchemaPart part, JsonProperty property)
    {
        var children = part.Of(property.Name);
        var next = 0;
        writer.WriteStartObject();
        foreach (var member in property.Value.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (next < children.Count && string.Equals(children[next].Key, member.Name, StringComparison.Ordinal))
            {
                Write(children[next++].Part);
            }
            else
            {
                member.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteAdditions(SchemaPart part, (string? Minimum, string? Maximum) bounds)
    {
        if (bounds.Minimum is { } minimum)
        {
            writer.WritePropertyName("minimum");
            writer.WriteRawValue(minimum);
        }

        if (bounds.Maximum is { } maximum)
        {
            writer.WritePropertyName("maximum");
            writer.WriteRawValue(maximum);
        }

        if (part.MayBeTightened && part.Number != ClrNumberKind.Unknown && !part.Has("type") && Array.Exists(Bounds, part.Has))
        {
            WriteNumberType(part);
        }

        if (part.MayBeTightened && part.TypePattern is { } pattern && IsPlainString(part))
        {
            writer.WriteString("pattern", pattern);
        }

        if (part.MayBeTightened && part.Keys is { } keys && SchemaTypes.Says(part, "object") && !part.Has("propertyNames"))
        {
            writer.WritePropertyName("propertyNames");
            keys.Write(writer);
        }

        if (part.Uses == SchemaUse.Owner && part.Closing != Closing.None)
        {
            writer.WriteBoolean(part.Closing == Closing.AdditionalProperties ? "additionalProperties" : "unevaluatedProperties", value: false);
        }
    }

    /// <summary>"NaN" and "9" are texts, and no bound says anything about a text: where there are bounds, only numbers can keep them.</summary>
    private void WriteNumberType(SchemaPart part)
    {
        writer.WritePropertyName("type");
        if (!SchemaTypes.Of(part).HasFlag(TypeMask.Null))
        {
            writer.WriteStringValue("number");
            return;
        }

        writer.WriteStartArray();
        writer.WriteStringValue("number");
        writer.WriteStringValue("null");
        writer.WriteEndArray();
    }

    private static bool IsPlainString(SchemaPart part) =>
        SchemaTypes.Says(part, "string") && !part.Has("enum") && !part.Has("const") && !part.Has("pattern");

    /// <summary>The bounds to add: those of the type, where the author's are not as tight.</summary>
    private static (string? Minimum, string? Maximum) BoundsOf(SchemaPart part)
    {
        if (!part.MayBeTightened || ClrBounds.Of(part.Number) is not { } bounds || part.Has("enum") || part.Has("const")
            || !(SchemaTypes.Says(part, "integer") || SchemaTypes.Says(part, "number")))
        {
            return default;
        }

        var least = double.Parse(bounds.Minimum, CultureInfo.InvariantCulture);
        var greatest = double.Parse(bounds.Maximum, CultureInfo.InvariantCulture);
        return (
            IsAny(part, "minimum", "exclusiveMinimum", value => value >= least) ? null : bounds.Minimum,
            IsAny(part, "maximum", "exclusiveMaximum", value => value <= greatest) ? null : bounds.Maximum);
    }

    private static bool IsAny(SchemaPart part, string keyword, string exclusive, Predicate<double> condition) =>
        (part.TryGet(keyword, out var bound) && IsNumber(bound, condition)) || (part.TryGet(exclusive, out bound) && IsNumber(bound, condition));

    private static bool IsNumber(JsonElement value, Predicate<double> condition) =>
        TryReadText(value, out var text) ? condition((double)text)
        : value.ValueKind == JsonValueKind.String // no number: it stays, and stops the start
        || value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && condition(number);

    // [Range(typeof(decimal), "1", "5")] has its bounds as texts, and the SDK writes them as it finds them.
    private static bool TryReadText(JsonElement value, out decimal number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.String
            && decimal.TryParse(value.GetString(), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out number);
    }

    private static bool Replaces((string? Minimum, string? Maximum) bounds, JsonProperty property) =>
        (property.Value.ValueKind == JsonValueKind.Number || TryReadText(property.Value, out _))
        && ((bounds.Minimum is not null && property.NameEquals("minimum")) || (bounds.Maximum is not null && property.NameEquals("maximum")));
}

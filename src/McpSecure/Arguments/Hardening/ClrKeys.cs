using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>How the keys of a dictionary are written, so that two texts are never one key: <c>1</c> and <c>01</c> are one <see langword="int"/>.</summary>
/// <param name="Pattern">What they match, if they are not <paramref name="Names"/>.</param>
/// <param name="MaxLength">How long they may be; 0 if that is not said. More digits than a type holds are two texts of one number.</param>
/// <param name="Names">All of them, if they are an enum's.</param>
internal sealed record ClrKeys(string Pattern, int MaxLength = 0, params IReadOnlyList<string> Names)
{
    private const string Signed = "^(?:0|-?[1-9][0-9]*)$";
    private const string Unsigned = "^(?:0|[1-9][0-9]*)$";
    private const string Fraction = @"^(?:0|-?(?:[1-9][0-9]*(?:\.[0-9]*[1-9])?|0\.[0-9]*[1-9]))$";
    private const string Day = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private const string Time = @"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{0,6}[1-9])?";

    private static readonly Dictionary<Type, ClrKeys> Others = new()
    {
        [typeof(Guid)] = new("^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"),
        [typeof(DateTime)] = new($"^{Day}T{Time}Z$"),
        [typeof(DateTimeOffset)] = new($"^{Day}T{Time}Z$"), // equal if they are the same moment, whatever their zone
        [typeof(TimeOnly)] = new($"^{Time}$"),
        [typeof(TimeSpan)] = new($@"^(?:[1-9][0-9]*\.)?{Time}$"),
        [typeof(Version)] = new(@"^(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){1,3}$"),
    };

    /// <summary>Says it of a type that the serializer itself reads; <see langword="null"/> if every text is a key of its own, or it is not known.</summary>
    /// <param name="type">The type.</param>
    /// <param name="number">What kind of number it is, if it is one.</param>
    public static ClrKeys? Of(Type type, ClrNumberKind number) => number switch
    {
        ClrNumberKind.Unknown => Others.GetValueOrDefault(type),
        ClrNumberKind.Half => new(Fraction, 4),
        ClrNumberKind.Single => new(Fraction, 7),
        ClrNumberKind.Double => new(Fraction, 16),
        ClrNumberKind.Decimal => new(Fraction, 29),
        ClrNumberKind.Byte or ClrNumberKind.UInt16 or ClrNumberKind.UInt32 or ClrNumberKind.UInt64 or ClrNumberKind.UInt128 => new(Unsigned),
        _ => new(Signed),
    };

    /// <summary>Writes it as a subschema.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Names.Count > 0)
        {
            writer.WriteStartArray("enum");
            foreach (var name in Names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("pattern", Pattern);
        }

        if (MaxLength > 0)
        {
            writer.WriteNumber("maxLength", MaxLength);
        }

        writer.WriteEndObject();
    }
}

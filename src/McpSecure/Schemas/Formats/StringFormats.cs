namespace McpSecure.Schemas.Formats;

/// <summary>The formats of JSON Schema, by name.</summary>
internal static class StringFormats
{
    public static FormatSupport Find(string name, out FormatCheck? check)
    {
        check = name switch
        {
            "uuid" => static text => Guid.TryParseExact(text, "D", out _),
            _ => null,
        };
        return check is not null ? FormatSupport.Checked : name switch
        {
            "idn-hostname" or "idn-email" or "iri" or "iri-reference" or "uri-template" => FormatSupport.Unsupported,
            _ => FormatSupport.Unknown,
        };
    }
}

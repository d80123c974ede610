using McpSecure.Schemas.Patterns;

namespace McpSecure.Schemas.Formats;

/// <summary>The formats of JSON Schema, by name.</summary>
internal static class StringFormats
{
    // A pattern costs memory to check; no schema has longer ones unless told so.
    private const int MaxRegexLength = 4096;

    /// <summary>Finds a format.</summary>
    /// <param name="name">Its name: formats of JSON Schema differ in no case.</param>
    /// <param name="check">Its check, if there is one.</param>
    /// <returns>What is known of it.</returns>
    public static FormatSupport Find(string name, out FormatCheck? check)
    {
        check = name switch
        {
            "date-time" => TimeFormats.IsDateTime,
            "date" => TimeFormats.IsDate,
            "time" => TimeFormats.IsTime,
            "duration" => TimeFormats.IsDuration,
            "uuid" => IsUuid,
            "email" => AddressFormats.IsEmail,
            "hostname" => HostName.IsValid,
            "ipv4" => AddressFormats.IsIPv4,
            "ipv6" => AddressFormats.IsIPv6,
            "uri" => UriFormats.IsUri,
            "uri-reference" => UriFormats.IsReference,
            "json-pointer" => PointerFormats.IsPointer,
            "relative-json-pointer" => PointerFormats.IsRelative,
            "regex" => IsRegex,
            _ => null,
        };
        return check is not null ? FormatSupport.Checked : name switch
        {
            "idn-hostname" or "idn-email" or "iri" or "iri-reference" or "uri-template" => FormatSupport.Unsupported,
            _ => FormatSupport.Unknown,
        };
    }

    /// <summary>Eight, four, four, four and twelve hexadecimal digits, of any version.</summary>
    private static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRegex(ReadOnlySpan<char> text) => text.Length <= MaxRegexLength && PatternParser.TryParse(text.ToString(), out _) is not null;
}

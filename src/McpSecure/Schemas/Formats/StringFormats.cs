using System.Buffers;
using McpSecure.Schemas.Patterns;

namespace McpSecure.Schemas.Formats;

/// <summary>The formats of JSON Schema, by name.</summary>
internal static class StringFormats
{
    // A pattern costs memory to check; no schema has longer ones unless told so.
    private const int MaxRegexLength = 4096;
    private const int CostOfRegex = 32;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

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

    /// <summary>How much longer than usual a byte of it may take: a pattern is read into a tree.</summary>
    public static int CostOf(string name) => name is "regex" ? CostOfRegex : 1;

    /// <summary>Eight, four, four, four and twelve hexadecimal digits, of any version.</summary>
    private static bool IsUuid(ReadOnlySpan<char> text)
    {
        return text.Length == 36
            && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-'
            && AreHex(text[..8]) && AreHex(text[9..13]) && AreHex(text[14..18]) && AreHex(text[19..23]) && AreHex(text[24..]);
    }

    private static bool AreHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(HexDigits);

    private static bool IsRegex(ReadOnlySpan<char> text) => text.Length <= MaxRegexLength && PatternParser.IsPattern(text.ToString());
}

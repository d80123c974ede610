using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>How a <see cref="TimeOnly"/> is written: without a zone.</summary>
/// <remarks>
/// The SDK advertises <c>format: time</c>, which has one (RFC 3339), and its binder takes no text that has one: a tool with such a parameter
/// could not be called.
/// </remarks>
internal static class TimeOfDayPattern
{
    public const string Text = @"^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,7})?$";

    /// <summary>Whether a keyword says what the pattern says in its place.</summary>
    public static bool Replaces(SchemaPart part, JsonProperty keyword) =>
        part.IsTimeOfDay && part.MayBeTightened && keyword.NameEquals("format")
        && keyword.Value.ValueKind == JsonValueKind.String && keyword.Value.ValueEquals("time");
}

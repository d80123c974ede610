using System.Text.Json.Serialization.Metadata;

namespace McpSecure;

/// <summary>A rule over arguments and caller that was written in code.</summary>
/// <param name="Name">For refusals and records.</param>
/// <param name="Holds">Whether the call may run.</param>
/// <param name="Reads">The arguments it is known to read: it would judge a default of the language where the tool has no such argument.</param>
internal sealed record ToolPredicate(string Name, Func<CallArguments, Caller, bool> Holds, IReadOnlyList<string> Reads)
{
    /// <summary>Gets a value indicating whether a person may let a call run for which it does not hold.</summary>
    public bool Asks { get; init; }

    public static string[] NamesOf(JsonTypeInfo type) => [.. type.Properties.Where(IsRead).Select(property => property.Name)];

    /// <summary>Whether a property gets its value from JSON. One that is computed does not.</summary>
    public static bool IsRead(JsonPropertyInfo property) =>
        !property.IsExtensionData && (property.Set is not null || property.AssociatedParameter is not null);
}

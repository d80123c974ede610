namespace McpSecure.Arguments.Hardening;

/// <summary>A subschema in its place below a keyword.</summary>
/// <param name="Key">The property name or index; <see langword="null"/> if the keyword holds it directly.</param>
/// <param name="Part">The subschema.</param>
internal readonly record struct SchemaChild(string? Key, SchemaPart Part);

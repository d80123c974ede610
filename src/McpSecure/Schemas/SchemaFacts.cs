namespace McpSecure.Schemas;

/// <summary>What a compiler noticed about a schema that its author should know. All pointers are JSON Pointers (RFC 6901) into the schema.</summary>
public sealed class SchemaFacts
{
    /// <summary>Gets facts that say nothing.</summary>
    public static SchemaFacts None { get; } = new();

    /// <summary>Gets the dialect the schema was read in.</summary>
    public SchemaDialect Dialect { get; init; }

    /// <summary>Gets where a subschema asserts nothing about a property or item: <c>true</c>, <c>{}</c>, or an object of which nothing is known.</summary>
    public IReadOnlyList<string> OpaquePointers { get; init; } = [];

    /// <summary>Gets where an object takes properties that the schema does not name.</summary>
    public IReadOnlyList<string> OpenObjectPointers { get; init; } = [];

    /// <summary>Gets where a pattern matches any part of a string, not the whole.</summary>
    public IReadOnlyList<string> UnanchoredPatternPointers { get; init; } = [];

    /// <summary>Gets where a pattern runs on the backtracking engine.</summary>
    public IReadOnlyList<string> BacktrackingPointers { get; init; } = [];

    /// <summary>Gets the formats that are not checked.</summary>
    public IReadOnlyList<string> IgnoredFormats { get; init; } = [];
}

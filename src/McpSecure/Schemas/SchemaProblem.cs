namespace McpSecure.Schemas;

/// <summary>One reason why a schema cannot be enforced. It is for the author of the schema, never for a client.</summary>
/// <param name="Location">Where in the schema: a JSON Pointer (RFC 6901), empty for the root.</param>
/// <param name="Keyword">The keyword, or empty if it is the subschema as a whole.</param>
/// <param name="Message">What is wrong and how to mend it: a sentence.</param>
public sealed record SchemaProblem(string Location, string Keyword, string Message)
{
    /// <summary>Gives the problem on one line.</summary>
    /// <returns>Pointer, keyword and message.</returns>
    public override string ToString() => Keyword.Length == 0 ? $"#{Location}: {Message}" : $"#{Location} [{Keyword}]: {Message}";
}

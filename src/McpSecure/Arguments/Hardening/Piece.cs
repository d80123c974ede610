namespace McpSecure.Arguments.Hardening;

/// <summary>Subschemas that one keyword applies to the same place of an instance.</summary>
/// <param name="Keyword">The keyword.</param>
/// <param name="Choices">One that has to hold, or alternatives.</param>
/// <param name="Frozen">Those that must not become stricter.</param>
internal sealed record Piece(string Keyword, SchemaPart[] Choices, SchemaPart[] Frozen)
{
    public bool IsConditional => Keyword is "if" or "then" or "else" or "dependentSchemas" or "dependencies";
}

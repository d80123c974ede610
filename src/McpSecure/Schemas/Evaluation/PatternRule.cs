using McpSecure.Schemas.Patterns;

namespace McpSecure.Schemas.Evaluation;

/// <summary>What members have to be whose names match a pattern.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Node">What they have to be.</param>
internal sealed record PatternRule(StringPattern Pattern, SchemaNode Node);

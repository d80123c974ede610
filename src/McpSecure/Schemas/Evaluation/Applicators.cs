namespace McpSecure.Schemas.Evaluation;

/// <summary>Subschemas that look at the same value, and what is left for those that look at what nobody else did.</summary>
internal sealed class Applicators
{
    /// <summary>What <c>$ref</c> and <c>$dynamicRef</c> lead to.</summary>
    public SchemaNode[] References = [];
    public SchemaNode[] AllOf = [];
    public Choice? AnyOf;
    public Choice? OneOf;
    public SchemaNode? Not;
    public SchemaNode? If;
    public SchemaNode? Then;
    public SchemaNode? Else;
    public SchemaNode? UnevaluatedProperties;
    public SchemaNode? UnevaluatedItems;
}

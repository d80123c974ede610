namespace McpSecure.Arguments.Hardening;

/// <summary>The keyword that closes an object schema.</summary>
internal enum Closing
{
    None = 0,
    AdditionalProperties = 1,
    UnevaluatedProperties = 2,
}

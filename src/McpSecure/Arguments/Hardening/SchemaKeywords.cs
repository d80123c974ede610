using System.Collections.Frozen;

namespace McpSecure.Arguments.Hardening;

/// <summary>Where subschemas stand, in draft-07 and 2020-12.</summary>
internal static class SchemaKeywords
{
    /// <summary>Hold a schema, or an array of them.</summary>
    public static readonly FrozenSet<string> Direct = FrozenSet.Create(
        StringComparer.Ordinal,
        "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "items", "prefixItems", "additionalItems", "unevaluatedItems", "contains",
        "additionalProperties", "unevaluatedProperties", "propertyNames", "contentSchema");

    /// <summary>Hold schemas by name.</summary>
    public static readonly FrozenSet<string> ByName = FrozenSet.Create(
        StringComparer.Ordinal, "properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions");

    /// <summary>Applied only if something refers to them.</summary>
    public static readonly string[] Definitions = ["$defs", "definitions"];

    /// <summary>Describe the items of an array.</summary>
    public static readonly string[] Items = ["items", "prefixItems", "additionalItems", "unevaluatedItems"];

    /// <summary>Describe the same place of an instance, as one more condition.</summary>
    public static readonly string[] Conditions = ["allOf", "then", "else", "dependentSchemas", "dependencies"];

    /// <summary>Describe the same place of an instance, as alternatives.</summary>
    public static readonly string[] Choices = ["anyOf", "oneOf"];

    /// <summary>What is stricter inside them is looser, or may be, outside.</summary>
    public static readonly string[] Opaque = ["not", "if", "contains", "propertyNames", "contentSchema"];

    /// <summary>Say which properties there are besides those of <c>properties</c>.</summary>
    public static readonly string[] OtherProperties = ["additionalProperties", "unevaluatedProperties", "patternProperties"];
}

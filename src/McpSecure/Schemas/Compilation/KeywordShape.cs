namespace McpSecure.Schemas.Compilation;

/// <summary>Where a keyword's value holds subschemas.</summary>
internal enum KeywordShape
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>It is one.</summary>
    Schema,

    /// <summary>In an array.</summary>
    Array,

    /// <summary>In an object, by name.</summary>
    Map,

    /// <summary>It is one, or holds them in an array.</summary>
    SchemaOrArray,

    /// <summary>In an object, by name, beside arrays of names.</summary>
    Dependencies,
}

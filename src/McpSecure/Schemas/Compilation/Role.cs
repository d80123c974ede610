namespace McpSecure.Schemas.Compilation;

/// <summary>What a subschema looks at, seen from the one around it.</summary>
internal enum Role
{
    /// <summary>Nothing: it waits for a reference.</summary>
    Definition,

    /// <summary>A member or an item, or the instance as a whole.</summary>
    Value,

    /// <summary>The name of a member.</summary>
    Name,

    /// <summary>The same value.</summary>
    InPlace,
}

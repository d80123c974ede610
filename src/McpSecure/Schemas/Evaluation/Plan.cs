namespace McpSecure.Schemas.Evaluation;

/// <summary>How much of a subschema there is to look at.</summary>
internal enum Plan : byte
{
    /// <summary>Not decided yet.</summary>
    None,

    /// <summary>The kind of value decides, and it is no container.</summary>
    Kind,

    /// <summary>Assertions on a value by itself.</summary>
    Single,

    /// <summary>Nothing but what another subschema says.</summary>
    Reference,

    /// <summary>The only assertion is one of several subschemas, which the kind of value narrows down.</summary>
    Choice,

    /// <summary>Other subschemas look at the same value.</summary>
    Composite,
}

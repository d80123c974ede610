namespace McpSecure.Arguments.Hardening;

/// <summary>In which roles a subschema is applied. One that several references lead to can have several.</summary>
[Flags]
internal enum SchemaUse
{
    /// <summary>Nothing applies it.</summary>
    None = 0,

    /// <summary>Nothing else describes the same place of an instance: it may say that there is nothing more.</summary>
    Owner = 1,

    /// <summary>One of several that describe the same place together; what is below it is its own.</summary>
    Piece = 2,

    /// <summary>Others describe the same place, or what is below it: nothing in it can be closed.</summary>
    Shared = 4,

    /// <summary>It must not hold, or must hold just once, or decides what else applies: whatever makes it stricter makes the whole looser.</summary>
    Frozen = 8,
}

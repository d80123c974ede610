namespace McpSecure.Arguments.Hardening;

/// <summary>The type that a number is read into.</summary>
internal enum ClrNumberKind
{
    /// <summary>Not known: it may become anything, so it must at least survive as a <see langword="double"/>.</summary>
    Unknown = 0,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Int128,
    UInt128,
    Half,
    Single,
    Double,
    Decimal,
}

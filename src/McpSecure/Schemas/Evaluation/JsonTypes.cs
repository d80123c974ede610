namespace McpSecure.Schemas.Evaluation;

/// <summary>Kinds of JSON values as a schema tells them apart, with each literal for itself.</summary>
[Flags]
internal enum JsonTypes : byte
{
    None = 0,
    Null = 1,
    False = 2,
    True = 4,
    Integer = 8,

    /// <summary>A number that is no integer.</summary>
    Fraction = 16,
    String = 32,
    Array = 64,
    Object = 128,
    Boolean = False | True,
    Number = Integer | Fraction,
    Containers = Array | Object,
    Any = 255,
}

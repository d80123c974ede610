namespace McpSecure.Arguments.Hardening;

/// <summary>The kinds of values that a subschema can accept at most.</summary>
[Flags]
internal enum TypeMask
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Number = 4,
    String = 8,
    Array = 16,
    Object = 32,
    All = Null | Boolean | Number | String | Array | Object,
}

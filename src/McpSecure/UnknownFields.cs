namespace McpSecure;

/// <summary>What happens to fields that a tool's schema does not name, such as the "reasoning" that some models add.</summary>
public enum UnknownFields
{
    /// <summary>The call is refused, with a text that names them. The default.</summary>
    Refuse = 0,

    /// <summary>
    /// They are removed before anything looks at the arguments: guards, records and the tool see the same object without them. A field
    /// whose name differs from a declared one only in case, or that is given twice, is refused all the same.
    /// </summary>
    Drop = 1,
}

namespace McpSecure.Redaction;

/// <summary>What is written in place of a secret.</summary>
internal enum RedactionStyle
{
    /// <summary>The mask.</summary>
    Masks,

    /// <summary>Its hash, where it is a text or number; the mask elsewhere.</summary>
    Hashes,

    /// <summary>The mask, in place of texts alone: whoever reads the value finds every type where it was. Nothing is left out.</summary>
    Texts,

    /// <summary>The mask, in place of numbers, objects and lists too. Nothing is left out.</summary>
    Values,
}

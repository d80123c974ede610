namespace McpSecure;

/// <summary>How a caller is told about what he may not use.</summary>
public enum RefusalStyle
{
    /// <summary>As if it did not exist: the answer equals the one for an unknown name. The default.</summary>
    Hide = 0,

    /// <summary>That it is not allowed, with <see cref="RefusalCode.NotAllowed"/>. Lists still leave it out.</summary>
    Explain = 1,
}

namespace McpSecure.Policy;

/// <summary>Where limits are set; each layer knows those of the ones before it.</summary>
internal enum LimitLayer
{
    Tool,
    Role,
    Server,
}

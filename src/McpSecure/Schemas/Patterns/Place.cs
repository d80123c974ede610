namespace McpSecure.Schemas.Patterns;

/// <summary>Where an assertion of a pattern holds.</summary>
internal enum Place
{
    None = 0,
    Start,
    End,
    WordBoundary,
    NoWordBoundary,
}

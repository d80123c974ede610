namespace McpSecure.Schemas.Patterns;

/// <summary>What a step of a <see cref="PatternProgram"/> does.</summary>
internal enum StepKind
{
    None = 0,
    Character,
    Assertion,
    Fork,
    Match,
}

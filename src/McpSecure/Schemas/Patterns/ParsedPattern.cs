namespace McpSecure.Schemas.Patterns;

/// <summary>A pattern that is valid ECMA-262.</summary>
/// <param name="Root">Its tree.</param>
/// <param name="Names">The numbers of named groups.</param>
/// <param name="NeedsBacktracking">Where a look-around or a back-reference is, or a negative number.</param>
internal sealed record ParsedPattern(PatternNode Root, IReadOnlyDictionary<string, int> Names, int NeedsBacktracking);

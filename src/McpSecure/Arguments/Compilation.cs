using McpSecure.Schemas;

namespace McpSecure.Arguments;

/// <summary>What came of compiling a schema.</summary>
/// <param name="Schema">The compiled schema, or <see langword="null"/>.</param>
/// <param name="Problems">Why there is none.</param>
internal sealed record Compilation(CompiledSchema? Schema, IReadOnlyList<string> Problems);

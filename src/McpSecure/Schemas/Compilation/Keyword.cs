using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary>What is known of a keyword in a dialect.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Vocabulary">Where it is defined.</param>
/// <param name="Shape">Where its value holds subschemas.</param>
/// <param name="Read">Takes its value; does nothing for annotations.</param>
internal sealed record Keyword(string Name, Vocabularies Vocabulary, KeywordShape Shape, Action<SubschemaBuilder, JsonElement> Read);

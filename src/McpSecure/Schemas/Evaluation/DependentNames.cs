namespace McpSecure.Schemas.Evaluation;

/// <summary>Members that have to be there if another is.</summary>
/// <param name="Trigger">The place of the other.</param>
/// <param name="Required">Theirs, as a set.</param>
/// <param name="Keyword">Which keyword says so.</param>
internal sealed record DependentNames(int Trigger, ulong[] Required, string Keyword);

namespace McpSecure.Schemas.Evaluation;

/// <summary>What an object has to be if it has a member.</summary>
/// <param name="Trigger">The place of the member.</param>
/// <param name="Node">What it has to be.</param>
internal sealed record DependentNode(int Trigger, SchemaNode Node);

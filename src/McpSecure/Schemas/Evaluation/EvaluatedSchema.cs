using System.Text.Json;
using McpSecure.Schemas.Explaining;

namespace McpSecure.Schemas.Evaluation;

/// <summary>A schema as this engine compiles it.</summary>
internal sealed class EvaluatedSchema(SchemaNode root, SchemaFacts facts, int visits) : CompiledSchema
{
    public override SchemaFacts Facts => facts;

    public override bool IsValid(JsonElement instance)
    {
        var run = new Run(visits);
        return Evaluator.Visit(root, instance, ref run) && !run.IsExhausted;
    }

    public override bool IsValid(IDictionary<string, JsonElement> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var run = new Run(visits);
        return Evaluator.Visit(root, AsDictionary(members), ref run) && !run.IsExhausted;
    }

    public override void Explain(JsonElement instance, SchemaErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        Explainer.Explain(root, new Instance(instance), visits, errors);
    }

    public override void Explain(IDictionary<string, JsonElement> members, SchemaErrors errors)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(errors);
        Explainer.Explain(root, new Instance(AsDictionary(members)), visits, errors);
    }

    // What the SDK hands out is one; of others, a copy can be enumerated without boxing.
    private static Dictionary<string, JsonElement> AsDictionary(IDictionary<string, JsonElement> members) =>
        members as Dictionary<string, JsonElement> ?? new Dictionary<string, JsonElement>(members, StringComparer.Ordinal);
}

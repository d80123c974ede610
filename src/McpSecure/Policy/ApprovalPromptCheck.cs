using System.Collections.Frozen;
using McpSecure.Calls;
using McpSecure.Policy.Rules;
using ModelContextProtocol.Server;

namespace McpSecure.Policy;

/// <summary>Compares the sentences that people would read with the arguments they speak of.</summary>
internal static class ApprovalPromptCheck
{
    public static IEnumerable<string> Errors(McpServerOptions server)
    {
        IMcpServerPrimitive[] primitives = [.. server.ToolCollection ?? [], .. server.PromptCollection ?? [], .. server.ResourceCollection ?? []];
        return from primitive in primitives.OrderBy(primitive => primitive.Id, StringComparer.Ordinal)
               let sentence = PrimitiveFacts.Of(primitive).ApprovalPrompt
               where sentence is not null
               from problem in Problems(primitive, sentence)
               select $"[ApprovalPrompt] of '{primitive.Id}' {problem}";
    }

    private static IEnumerable<string> Problems(IMcpServerPrimitive primitive, string sentence) =>
        ApprovalTemplate.TryParse(sentence, out var template, out var problem)
            ? template.Holes.Select(hole => Missing(primitive, hole)).OfType<string>()
            : [problem];

    private static string? Missing(IMcpServerPrimitive primitive, ArgumentPath hole) => primitive switch
    {
        McpServerTool tool => Missing(SchemaView.Of(tool.ProtocolTool.InputSchema), hole),
        McpServerResource resource => hole.Steps is [{ } name] && SdkResource.HasVariable(resource, name) == true ? null : Message(hole, string.Empty),
        _ => Missing(PrimitiveFacts.Of(primitive).Arguments.Names, hole),
    };

    private static string? Missing(SchemaView schema, ArgumentPath hole)
    {
        var view = schema;
        foreach (var step in hole.Steps)
        {
            if (view.Step(step) is not { } next)
            {
                return Message(hole, Suggestion.For(step!, view.Names));
            }

            view = next;
        }

        return null;
    }

    private static string? Missing(FrozenSet<string> names, ArgumentPath hole) =>
        hole.Steps is [{ } name] && names.Contains(name) ? null : Message(hole, Suggestion.For(hole.Text, names));

    private static string Message(ArgumentPath hole, string hint) => $"names '{hole.Text}', which it does not have.{hint}";
}

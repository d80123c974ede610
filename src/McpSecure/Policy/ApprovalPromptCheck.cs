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
            ? template.Holes.Where(hole => !Exists(primitive, hole)).Select(hole => $"names '{hole.Text}', which it does not have.{Hint(primitive, hole)}")
            : [problem];

    private static bool Exists(IMcpServerPrimitive primitive, ArgumentPath hole) => primitive switch
    {
        McpServerTool tool => hole.Steps.Aggregate((SchemaView?)SchemaView.Of(tool.ProtocolTool.InputSchema), (view, step) => view?.Step(step)) is not null,
        McpServerResource resource => hole.Steps is [{ } name] && SdkResource.HasVariable(resource, name) == true,
        _ => hole.Steps is [{ } name] && PrimitiveFacts.Of(primitive).Arguments.Names.Contains(name),
    };

    private static string Hint(IMcpServerPrimitive primitive, ArgumentPath hole) => Suggestion.For(hole.Steps[0]!, primitive switch
    {
        McpServerTool tool => SchemaView.Of(tool.ProtocolTool.InputSchema).Names,
        McpServerResource => [],
        _ => PrimitiveFacts.Of(primitive).Arguments.Names,
    });
}

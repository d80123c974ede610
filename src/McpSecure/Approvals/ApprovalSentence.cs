using System.Text;
using System.Text.Json;
using McpSecure.Calls;
using McpSecure.Policy;
using McpSecure.Policy.Rules;
using McpSecure.Redaction;

namespace McpSecure.Approvals;

/// <summary>The first line of what a person reads: what will be done, in the author's words.</summary>
internal static class ApprovalSentence
{
    /// <summary>UTF-16 code units that are shown of a value within the sentence; all arguments follow it.</summary>
    private const int HoleLength = 100;

    private const string NotGiven = "(not given)";

    /// <summary>The sentence; without one of the author's, the question alone.</summary>
    /// <exception cref="UnshowableCallException">The author's sentence cannot be read: a tool that was added at run time was not checked before.</exception>
    public static string Of(Call call, SchemaView? schema, SecretView secrets)
    {
        if (call.Facts.ApprovalPrompt is not { } sentence || call.Kind is not (PrimitiveKind.Tool or PrimitiveKind.Prompt or PrimitiveKind.Resource))
        {
            return "Allow this call?";
        }

        if (!ApprovalTemplate.TryParse(sentence, out var template, out var problem))
        {
            throw new UnshowableCallException($"[ApprovalPrompt] of '{Echo.Of(call.Name)}' {problem}");
        }

        var text = new StringBuilder();
        foreach (var part in template.Parts)
        {
            text.Append(part.Literal ?? Shown(call, part.Hole!, schema, secrets));
        }

        return text.ToString();
    }

    private static string Shown(Call call, ArgumentPath hole, SchemaView? schema, SecretView secrets)
    {
        if (call is ResourceCall resource)
        {
            return Variable(resource, hole.Steps[0]!, secrets);
        }

        var view = schema;
        JsonElement? value = null;
        for (var index = 0; index < hole.Steps.Length; index++)
        {
            var name = hole.Steps[index]!;
            view = view?.Step(name);
            secrets = secrets.Member(name);
            value = index == 0
                ? call.Arguments?.TryGetValue(name, out var argument) == true ? argument : null
                : value is { ValueKind: JsonValueKind.Object } node && node.TryGetProperty(name, out var member) ? member : null;
            if (value is null)
            {
                return Default(hole, index, view, secrets);
            }

            // A secret may be inside of one, and is then no less secret.
            if (index < hole.Steps.Length - 1 && value.Value.ValueKind == JsonValueKind.Object && ShownValue.MaskOf(value.Value, name, secrets) is { } mask)
            {
                return mask;
            }
        }

        return ShownValue.Of(value!.Value, hole.Steps[^1]!, secrets, HoleLength).Text;
    }

    /// <summary>What the tool takes in place of what was not sent, as far as its schema says one thing.</summary>
    private static string Default(ArgumentPath hole, int missing, SchemaView? view, SecretView secrets) =>
        missing == hole.Steps.Length - 1 && view is { Defaults: [var only] }
            ? $"{ShownValue.Of(only, hole.Steps[^1]!, secrets, HoleLength).Text} (default)"
            : NotGiven;

    private static string Variable(ResourceCall resource, string name, SecretView secrets)
    {
        if (!SdkResource.TryRead(resource.Facts.Primitive, resource.Uri, name, out var value))
        {
            throw new UnshowableCallException($"[ApprovalPrompt] of '{Echo.Of(resource.Name)}' names '{name}', which cannot be read from its URI.");
        }

        return value is null ? NotGiven : ShownValue.OfNamed(value, name, secrets.Member(name), HoleLength).Text;
    }
}

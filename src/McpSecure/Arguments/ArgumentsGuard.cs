using System.Text.Json;
using McpSecure.Arguments.Hardening;
using McpSecure.Calls;
using McpSecure.Schemas;
using Microsoft.Extensions.Options;

namespace McpSecure.Arguments;

/// <summary>Are these arguments that the tool or prompt declares, readable in one way only?</summary>
internal sealed class ArgumentsGuard(ToolSchemas schemas, IOptions<McpSecurityOptions> options) : IGuard
{
    public string Name => "arguments";

    public ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken) =>
        new(Check(call) is { } refusal ? Verdict.Refuse(refusal) : Verdict.Continue);

    private Refusal? Check(Call call) => call.Kind switch
    {
        PrimitiveKind.Tool => OfTool(call, GuardedArguments.Bare(call.Arguments)),
        _ when call.Arguments is { Count: > 0 } arguments => PromptArguments.Check(call, arguments),
        _ => null,
    };

    private Refusal? OfTool(Call call, IDictionary<string, JsonElement> arguments)
    {
        if (call.Facts.Tool is not { } tool)
        {
            return OfNoSchema(call, arguments);
        }

        var held = schemas.ArgumentsOf(tool);
        if (held.Schema.Input is not { } schema || !held.Schema.IsUsable)
        {
            return Unusable(call);
        }

        var ambiguous = AmbiguousKeys.Find(arguments);
        var changed = held.Numbers.Find(arguments);
        var variant = ambiguous is null ? held.Names.FindVariant(arguments) : null;
        var read = ambiguous is null && variant is null ? ClrVariants.Find(arguments, held.Numbers.Shape, held.Names) : null;
        return schema.IsValid(arguments) && ambiguous is null && changed is null && variant is null && read is null
            ? null
            : Explain(call, arguments, held, [.. Structural(ambiguous, variant, read, changed)]);
    }

    /// <summary>Nothing says what such a tool takes: only the application's handler knows.</summary>
    private Refusal? OfNoSchema(Call call, IDictionary<string, JsonElement> arguments)
    {
        var isAllowed = options.Value.Tools.TryGetValue(call.Name, out var tool) && tool.UnvalidatedArguments == UnvalidatedArguments.Allow;
        if (!isAllowed)
        {
            return new(
                RefusalCode.NotValidated,
                $"The tool '{Echo.Of(call.Name)}' did not run: it has no schema that its arguments could be checked against, and the operator of this server has not allowed that.");
        }

        return AmbiguousKeys.Find(arguments) is { } ambiguous ? ArgumentErrors.Refusal(call, [ambiguous], isCut: false, DeclaredNames.None) : null;
    }

    private static Refusal Unusable(Call call) => new(
        RefusalCode.NotValidated,
        $"The tool '{Echo.Of(call.Name)}' did not run: its schema cannot be enforced. The log of the server says why.");

    private static Refusal Explain(Call call, IDictionary<string, JsonElement> arguments, ToolArguments held, SchemaError[] structural)
    {
        var errors = new SchemaErrors();
        held.Schema.Input!.Explain(arguments, errors);
        SchemaError[] all = [.. structural, .. errors.Where(error => !Array.Exists(structural, one => IsSame(one, error)))];
        return all.Length == 0
            ? Refusal.GuardFailed // it says no and cannot say why: the engine's defect
            : ArgumentErrors.Refusal(call, all, errors.IsFull, held.Names);
    }

    // A field that was found twice over, by its structure and by the schema, is one problem.
    private static bool IsSame(SchemaError one, SchemaError other) =>
        string.Equals(one.InstancePath, other.InstancePath, StringComparison.Ordinal)
        || (other.Keyword is "duplicate" && other.InstancePath.StartsWith(one.InstancePath, StringComparison.Ordinal));

    private static IEnumerable<SchemaError> Structural(SchemaError? ambiguous, string? variant, (string Pointer, string Member)? read, ChangedNumber? changed)
    {
        if (ambiguous is { } twice)
        {
            yield return twice;
        }

        if (variant is not null)
        {
            yield return new SchemaError(variant, "additionalProperties", string.Empty, string.Empty);
        }

        if (read is var (pointer, member))
        {
            yield return new SchemaError(pointer, string.Empty, $"it is read as {member}; write it so", string.Empty);
        }

        if (changed is not null)
        {
            yield return new SchemaError(changed.Pointer, string.Empty, changed.Reason, string.Empty);
        }
    }
}

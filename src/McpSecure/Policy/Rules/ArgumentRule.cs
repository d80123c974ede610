using McpSecure.Schemas;

namespace McpSecure.Policy.Rules;

/// <summary>One line of an argument rule, compiled for one state of one tool: its schemas take all arguments of a call.</summary>
/// <param name="Definition">What was configured.</param>
/// <param name="Allowed">What may pass.</param>
/// <param name="Unasked">What needs no person's agreement; <see langword="null"/> if nothing does.</param>
/// <param name="DemandsSending">Whether callers have to send something that the tool itself lets them leave out.</param>
internal sealed record ArgumentRule(RuleDefinition Definition, CompiledSchema Allowed, CompiledSchema? Unasked, bool DemandsSending);

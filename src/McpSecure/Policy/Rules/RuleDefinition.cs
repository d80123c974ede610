using System.Text.Json.Nodes;

namespace McpSecure.Policy.Rules;

/// <summary>One line of an argument rule, before it is known which tool it meets.</summary>
/// <param name="Path">Where the argument is.</param>
/// <param name="Keyword">The setting, such as <c>Maximum</c>.</param>
/// <param name="DecidedBy">The configuration path.</param>
/// <param name="Allows">What is allowed, to follow "the operator allows": clients read it.</param>
/// <param name="Allowed">The schema of values that may pass.</param>
/// <param name="Unasked">The schema of values that need no person's agreement; <see langword="null"/> if none does.</param>
internal sealed record RuleDefinition(
    ArgumentPath Path, string Keyword, string DecidedBy, string Allows, JsonObject Allowed, JsonObject? Unasked = null);

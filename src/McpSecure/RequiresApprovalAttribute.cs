namespace McpSecure;

/// <summary>Caps access to a tool, prompt or resource at <see cref="Access.Ask"/>. Configuration cannot loosen it.</summary>
/// <remarks>On a class it holds for each of its tools, prompts and resources.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, Inherited = true)]
public sealed class RequiresApprovalAttribute : Attribute;

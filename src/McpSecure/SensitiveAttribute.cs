namespace McpSecure;

/// <summary>Says that an argument is a secret: neither records nor logs have it, and whoever is asked about a call sees that it was sent and how long it is.</summary>
/// <remarks>
/// On a parameter of a tool or prompt, or on a property of an object that a tool takes, whatever its type. Names such as <c>password</c> or
/// <c>apiKey</c> are secrets without it, and so is what the schema calls <c>writeOnly</c> or <c>format: "password"</c>. Configuration cannot take it back.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SensitiveAttribute : Attribute;

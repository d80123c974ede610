using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>A place in arguments, as everybody knows it who says something. <see langword="default"/> is one of which nothing is said.</summary>
/// <param name="Schema">What the schema says.</param>
/// <param name="Author">What attributes say.</param>
/// <param name="Operator">What configuration says.</param>
internal readonly record struct RedactionPlace(RedactionNode? Schema, RedactionNode? Author, RedactionNode? Operator)
{
    /// <summary>Gets a place of which it is said that a secret stands there.</summary>
    public static RedactionPlace Secret { get; } = new(new RedactionNode { IsSecret = true }, null, null);

    /// <summary>Gets a value indicating whether what stands here is a secret, for one who said so.</summary>
    public bool IsSecret => Schema?.IsSecret == true || Author?.IsSecret == true || Operator?.IsSecret == true;

    private bool HoldsSecret => Schema?.HoldsSecret == true || Author?.HoldsSecret == true || Operator?.HoldsSecret == true;

    /// <summary>The place of a member.</summary>
    public RedactionPlace Member(ReadOnlySpan<char> name) => new(Schema?.Member(name), Author?.Member(name), Operator?.Member(name));

    /// <summary>The place of each element.</summary>
    public RedactionPlace Element() => new(Schema?.Element(), Author?.Element(), Operator?.Element());

    /// <summary>Whether a value is not to be kept. A text in place of an object that holds a secret may be that object, written as a text.</summary>
    public bool Covers(JsonValueKind kind) =>
        kind is not (JsonValueKind.Null or JsonValueKind.Undefined) && (IsSecret || (kind == JsonValueKind.String && HoldsSecret));
}

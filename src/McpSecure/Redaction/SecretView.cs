using System.Text.Json;

namespace McpSecure.Redaction;

/// <summary>What is a secret at a place, by what is said of the place or by the name that it has.</summary>
/// <param name="Names">The names.</param>
/// <param name="Place">The place.</param>
internal readonly record struct SecretView(SecretNames Names, RedactionPlace Place)
{
    public SecretView Member(string name) => this with { Place = Place.Member(name) };

    public SecretView Element() => this with { Place = Place.Element() };

    /// <summary>Whether a value is not to be shown. Less than is kept from records: nobody may hide a text from a person by where he puts it.</summary>
    public bool Covers(string name, JsonValueKind kind) =>
        kind is not (JsonValueKind.Null or JsonValueKind.Undefined) && (Place.IsSecret || Names.Cover(name, kind));
}

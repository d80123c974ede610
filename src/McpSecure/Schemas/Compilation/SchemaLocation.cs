using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary>A subschema in a document.</summary>
/// <param name="Element">Its text.</param>
/// <param name="Resource">What its references are relative to.</param>
/// <param name="Place">Where it is, for people.</param>
internal readonly record struct SchemaLocation(JsonElement Element, SchemaResource Resource, Place Place)
{
    /// <summary>A subschema inside of this one: a resource of its own if it is one.</summary>
    public SchemaLocation Child(JsonElement element, Place place) => new(element, Resource.Document.ResourceAt(element) ?? Resource, place);
}

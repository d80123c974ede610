using System.Runtime.InteropServices;
using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>Finds the resources and anchors of a document: everything that a reference can name.</summary>
internal sealed class ResourceIndexer(SchemaCompileOptions options, Problems problems)
{
    private Dictionary<string, SchemaResource> _resources = [];
    private SchemaDocument? _document;
    private int _count;

    /// <summary>Reads a document; <see langword="null"/> if its dialect is unknown.</summary>
    public SchemaResource? Index(SchemaDocument document, string uri, SchemaDialect dialect, Dictionary<string, SchemaResource> resources)
    {
        (_resources, _document) = (resources, document);
        var root = document.Root;
        if (DialectOf(root, document.Place, dialect) is not var (name, vocabularies))
        {
            return null;
        }

        var resource = AddResource(root, document.Place, IdOf(root, name) is { } id ? UriReference.Parse(uri).Resolve(UriReference.Parse(id)) : uri, name, vocabularies);
        if (root.ValueKind == JsonValueKind.Object && NamesSomething(root))
        {
            AddAnchors(root, resource, document.Place);
            IndexChildren(root, resource, document.Place, options.MaxDepth);
        }

        return resource;
    }

    // Most schemas name nothing. Whether one does can be seen from its text, unless escapes hide it.
    private static bool NamesSomething(JsonElement root)
    {
        var raw = JsonMarshal.GetRawUtf8Value(root);
        return raw.IndexOf("\"$id\""u8) >= 0 || raw.IndexOf("nchor\""u8) >= 0 || raw.IndexOf("\\u"u8) >= 0;
    }

    /// <summary>The URI that a subschema gives itself, if it does.</summary>
    private static string? IdOf(JsonElement element, Dialect dialect)
    {
        var id = JsonMembers.TextOf(element, "$id");
        var isAnchorOnly = id is null || (dialect.Name == SchemaDialect.Draft7 && id.StartsWith('#'));
        return isAnchorOnly || IsReferenceOfDraft7(element, dialect) ? null : id;
    }

    // In draft-07, a reference has no siblings.
    private static bool IsReferenceOfDraft7(JsonElement element, Dialect dialect) =>
        dialect.Name == SchemaDialect.Draft7 && JsonMembers.TryGet(element, "$ref", out _);

    private void Index(JsonElement element, SchemaResource resource, Place place, int depth)
    {
        if (element.ValueKind != JsonValueKind.Object || depth == 0)
        {
            return;
        }

        var dialect = JsonMembers.TextOf(element, "$schema") is null ? (resource.Dialect, resource.Vocabularies) : DialectOf(element, place, resource.Dialect.Name);
        if (dialect is var (name, vocabularies) && IdOf(element, name) is { } id)
        {
            resource = AddResource(element, place, resource.Uri.Resolve(UriReference.Parse(id)), name, vocabularies);
        }

        AddAnchors(element, resource, place);
        IndexChildren(element, resource, place, depth);
    }

    private void IndexChildren(JsonElement element, SchemaResource resource, Place place, int depth)
    {
        foreach (var member in element.EnumerateObject())
        {
            var keyword = resource.Dialect.Find(JsonMarshal.GetRawUtf8PropertyName(member));
            if (keyword is null or { Shape: KeywordShape.None })
            {
                continue;
            }

            var inner = place.Then(keyword.Name);
            if (keyword.Shape is KeywordShape.Schema or KeywordShape.SchemaOrArray)
            {
                Index(member.Value, resource, inner, depth - 1);
            }

            if (keyword.Shape is KeywordShape.Array or KeywordShape.SchemaOrArray && member.Value.ValueKind == JsonValueKind.Array)
            {
                IndexItems(member.Value, resource, inner, depth);
            }

            if (keyword.Shape is KeywordShape.Map or KeywordShape.Dependencies && member.Value.ValueKind == JsonValueKind.Object)
            {
                IndexMembers(member.Value, resource, inner, depth);
            }
        }
    }

    private void IndexItems(JsonElement array, SchemaResource resource, Place place, int depth)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            Index(item, resource, place.Then(index++), depth - 1);
        }
    }

    private void IndexMembers(JsonElement map, SchemaResource resource, Place place, int depth)
    {
        foreach (var member in map.EnumerateObject())
        {
            Index(member.Value, resource, place.Then(JsonMembers.NameOf(member)), depth - 1);
        }
    }

    private SchemaResource AddResource(JsonElement element, Place place, string uri, Dialect dialect, Vocabularies vocabularies)
    {
        var resource = new SchemaResource(_document!, uri, dialect, vocabularies, _count++);
        resource.StartsAt(element, place);
        _document!.Add(resource, element);
        if (!_resources.TryAdd(uri, resource))
        {
            problems.Add(place, "$id", $"'{uri}' is the name of another schema. Give each its own.");
        }

        return resource;
    }

    private void AddAnchors(JsonElement element, SchemaResource resource, Place place)
    {
        if (IsReferenceOfDraft7(element, resource.Dialect))
        {
            return;
        }

        var location = new SchemaLocation(element, resource, place);
        if (resource.Dialect.Name == SchemaDialect.Draft7)
        {
            if (JsonMembers.TextOf(element, "$id") is { } id && UriReference.Parse(id).Fragment is { Length: > 0 } fragment)
            {
                AddAnchor(fragment, "$id", location);
            }

            return;
        }

        if (JsonMembers.TextOf(element, "$anchor") is { } anchor)
        {
            AddAnchor(anchor, "$anchor", location);
        }

        if (JsonMembers.TextOf(element, "$dynamicAnchor") is { } dynamic)
        {
            AddAnchor(dynamic, "$dynamicAnchor", location);
            resource.AddDynamicAnchor(dynamic, location);
        }
    }

    private void AddAnchor(string name, string keyword, SchemaLocation location)
    {
        if (!location.Resource.AddAnchor(name, location) && !(location.Resource.TryGetAnchor(name, out var other) && other.Place == location.Place))
        {
            problems.Add(location.Place, keyword, $"The anchor '{name}' is there twice. Give each its own name.");
        }
    }

    private (Dialect Dialect, Vocabularies Vocabularies)? DialectOf(JsonElement element, Place place, SchemaDialect byDefault)
    {
        if (JsonMembers.TextOf(element, "$schema") is { } uri)
        {
            return MetaSchema.Read(uri, options, place, problems);
        }

        if (byDefault is SchemaDialect.Draft7 or SchemaDialect.Draft202012)
        {
            return (Dialect.Of(byDefault), Vocabularies.Standard);
        }

        problems.Add(place, "$schema", "The schema names no dialect, and the options have no default.");
        return null;
    }
}

using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary>The schema and the documents that it leads to: those handed over, and the standard meta-schemas. There are no others.</summary>
internal sealed class SchemaDocuments(SchemaCompileOptions options, Problems problems)
{
    /// <summary>What a schema without <c>$id</c> is relative to.</summary>
    private const string DefaultUri = "schema:/";

    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);
    private readonly ResourceIndexer _indexer = new(options, problems);
    private SchemaDialect _dialect = options.DefaultDialect;
    private int _count;

    /// <summary>Reads the schema itself.</summary>
    public SchemaResource? Open(JsonElement schema)
    {
        var resource = Add(schema, DefaultUri, Place.Root);
        _dialect = resource?.Dialect.Name ?? _dialect;
        return resource;
    }

    /// <summary>Finds what a reference leads to; tells why it cannot be found.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="origin">Where it stands.</param>
    /// <param name="target">What it leads to.</param>
    /// <param name="problem">Why there is none.</param>
    public bool TryResolve(string reference, SchemaResource origin, out SchemaLocation target, out string? problem)
    {
        target = default;
        var parsed = UriReference.Parse(reference);
        var isLocal = reference.StartsWith('#');
        var uri = isLocal ? string.Empty : origin.Uri.Resolve(parsed);
        if ((isLocal ? origin : Find(uri)) is not { } resource)
        {
            problem = $"No document '{uri}' was handed over, and none is ever fetched. Define the schema under '$defs', or add it to SchemaCompileOptions.Documents.";
            return false;
        }

        var fragment = Uri.UnescapeDataString(parsed.Fragment ?? string.Empty);
        var found = fragment.Length == 0 || fragment[0] == '/'
            ? TryWalk(resource.Root, fragment, out target)
            : resource.TryGetAnchor(fragment, out target);
        problem = found ? null : $"'{reference}' leads nowhere. Define what it names, or mend the reference.";
        return found;
    }

    private static bool TryWalk(SchemaLocation location, string pointer, out SchemaLocation target)
    {
        target = location;
        foreach (var segment in pointer.Length == 0 ? [] : pointer[1..].Split('/'))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!location.Resource.Document.TryStep(target.Element, name, out var element))
            {
                return false;
            }

            target = target.Child(element, target.Place.Then(name));
        }

        return true;
    }

    private SchemaResource? Find(string uri)
    {
        if (_resources.TryGetValue(uri, out var resource))
        {
            return resource;
        }

        if (_missing.Contains(uri) || !TryGetDocument(uri, out var document) || Add(document, uri, Place.Of(uri)) is not { } added)
        {
            _missing.Add(uri);
            return null;
        }

        // The document may have another name for itself.
        _resources.TryAdd(uri, added);
        return added;
    }

    private bool TryGetDocument(string uri, out JsonElement document) =>
        options.Documents.TryGetValue(uri, out document) || options.Documents.TryGetValue(uri + "#", out document) || MetaSchemas.TryGet(uri, out document);

    private SchemaResource? Add(JsonElement element, string uri, Place place)
    {
        if (!SchemaText.Check(element, options, place, problems))
        {
            return null;
        }

        var document = new SchemaDocument(element, place, _count++);
        return _indexer.Index(document, uri, _dialect, _resources);
    }
}

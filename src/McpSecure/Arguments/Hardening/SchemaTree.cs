using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Arguments.Hardening;

/// <summary>A schema as subschemas that know each other.</summary>
internal sealed class SchemaTree
{
    private const int MaxDepth = 256;

    private readonly Dictionary<string, SchemaPart> _parts = new(StringComparer.Ordinal);
    private bool _isFollowed = true;
    private bool _leadsOut;

    private SchemaTree(JsonElement schema, SchemaDialect dialect)
    {
        Dialect = dialect;
        Root = Read(schema, string.Empty, depth: 0);
        foreach (var part in _parts.Values)
        {
            Resolve(part);
        }

        // Another document can only lead back to a name of this one.
        _isFollowed &= !(_leadsOut && Root.Has("$id"));
    }

    public SchemaDialect Dialect { get; }

    public SchemaPart Root { get; }

    public IEnumerable<SchemaPart> Parts => _parts.Values;

    /// <summary>Reads a schema.</summary>
    /// <returns>
    /// <see langword="null"/> if not everything can be known about it: another dialect, identifiers and anchors inside, references that
    /// depend on the way taken. Such a schema is left to its author; the engine says where it is open.
    /// </returns>
    public static SchemaTree? Of(JsonElement schema, SchemaDialect defaultDialect)
    {
        var dialect = schema.ValueKind == JsonValueKind.Object ? DialectOf(schema, defaultDialect) : SchemaDialect.None;
        if (dialect == SchemaDialect.None)
        {
            return null;
        }

        var tree = new SchemaTree(schema, dialect);
        return tree._isFollowed ? tree : null;
    }

    private static SchemaDialect DialectOf(JsonElement schema, SchemaDialect defaultDialect)
    {
        if (!schema.TryGetProperty("$schema", out var declared))
        {
            return defaultDialect;
        }

        return declared.ValueKind != JsonValueKind.String ? SchemaDialect.None : declared.GetString()?.TrimEnd('#') switch
        {
            "https://json-schema.org/draft/2020-12/schema" => SchemaDialect.Draft202012,
            "http://json-schema.org/draft-07/schema" or "https://json-schema.org/draft-07/schema" => SchemaDialect.Draft7,
            _ => SchemaDialect.None,
        };
    }

    private SchemaPart Read(JsonElement schema, string pointer, int depth)
    {
        var part = new SchemaPart(schema, pointer);
        _parts[pointer] = part;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return part;
        }

        if (depth == MaxDepth)
        {
            _isFollowed = false;
            return part;
        }

        foreach (var property in schema.EnumerateObject())
        {
            var name = property.Name;
            var below = $"{pointer}/{name}";
            if (SchemaKeywords.Direct.Contains(name))
            {
                part.Add(name, Children(property.Value, below, depth + 1));
            }
            else if (SchemaKeywords.ByName.Contains(name) && property.Value.ValueKind == JsonValueKind.Object)
            {
                part.Add(name, [.. Named(property.Value, below, depth + 1)]);
            }
            else if (name is "$dynamicRef" or "$dynamicAnchor" or "$recursiveRef" or "$recursiveAnchor" or "$anchor" || (name is "$id" && depth > 0))
            {
                _isFollowed = false;
            }
        }

        return part;
    }

    private SchemaChild[] Children(JsonElement value, string pointer, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False => [new(Key: null, Read(value, pointer, depth))],
        JsonValueKind.Array => [.. value.EnumerateArray()
            .Select((item, index) => new SchemaChild($"{index}", Read(item, $"{pointer}/{index}", depth)))],
        _ => [],
    };

    private IEnumerable<SchemaChild> Named(JsonElement schemas, string pointer, int depth) =>
        from property in schemas.EnumerateObject()
        where property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False
        select new SchemaChild(property.Name, Read(property.Value, $"{pointer}/{Escaped(property.Name)}", depth));

    private void Resolve(SchemaPart part)
    {
        if (!part.TryGet("$ref", out var reference))
        {
            return;
        }

        var text = reference.ValueKind == JsonValueKind.String ? reference.GetString()! : "#?";
        if (!text.StartsWith('#'))
        {
            part.LeadsOut = _leadsOut = true;
        }
        else if (_parts.TryGetValue(Uri.UnescapeDataString(text[1..]), out var target))
        {
            part.Target = target;
        }
        else
        {
            _isFollowed = false;
        }
    }

    private static string Escaped(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

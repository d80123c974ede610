using System.Text.Json;

namespace McpSecure.Arguments.Hardening;

/// <summary>One subschema, the subschemas in it, and what was found out about it.</summary>
internal sealed class SchemaPart(JsonElement element, string pointer)
{
    private static readonly Dictionary<string, IReadOnlyList<SchemaChild>> Empty = [];

    private Dictionary<string, IReadOnlyList<SchemaChild>> _children = Empty;

    public JsonElement Element { get; } = element;

    /// <summary>Gets where it stands: a JSON Pointer.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>Gets or sets what its <c>$ref</c> leads to, if that is in the same document.</summary>
    public SchemaPart? Target { get; set; }

    /// <summary>Gets or sets a value indicating whether its <c>$ref</c> leads to another document.</summary>
    public bool LeadsOut { get; set; }

    /// <summary>Gets or sets the kinds of values it accepts, once they have been asked for.</summary>
    public TypeMask? Types { get; set; }

    public SchemaUse Uses { get; set; }

    /// <summary>Gets or sets how it is closed if it turns out to have one use: owner.</summary>
    public Closing Closing { get; set; }

    /// <summary>Gets or sets the pieces that are closed in its place.</summary>
    public SchemaPart[] Heirs { get; set; } = [];

    /// <summary>Gets or sets the bounds of the type that the place is read into.</summary>
    public ClrNumberKind Number { get; set; }

    /// <summary>Gets or sets the pattern of the type that the place is read into.</summary>
    public string? TypePattern { get; set; }

    /// <summary>Gets or sets a value indicating whether the place is read into a <see cref="TimeOnly"/>.</summary>
    public bool IsTimeOfDay { get; set; }

    /// <summary>Gets or sets how the keys of the dictionary that the place is read into are written.</summary>
    public ClrKeys? Keys { get; set; }

    public bool MayBeTightened => Uses != SchemaUse.None && !Uses.HasFlag(SchemaUse.Frozen);

    public IEnumerable<KeyValuePair<string, IReadOnlyList<SchemaChild>>> Keywords => _children;

    public bool Has(string keyword) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(keyword, out _);

    public bool TryGet(string keyword, out JsonElement value)
    {
        value = default;
        return Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(keyword, out value);
    }

    /// <summary>The subschemas of one keyword.</summary>
    public IReadOnlyList<SchemaChild> Of(string keyword) => _children.GetValueOrDefault(keyword) ?? [];

    public SchemaPart? Of(string keyword, string key)
    {
        foreach (var child in Of(keyword))
        {
            if (string.Equals(child.Key, key, StringComparison.Ordinal))
            {
                return child.Part;
            }
        }

        return null;
    }

    public void Add(string keyword, IReadOnlyList<SchemaChild> children)
    {
        if (ReferenceEquals(_children, Empty))
        {
            _children = new(StringComparer.Ordinal);
        }

        _children[keyword] = children;
    }
}

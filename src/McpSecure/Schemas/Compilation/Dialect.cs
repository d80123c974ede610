using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>The keywords of a dialect.</summary>
internal sealed class Dialect
{
    public const string Draft7Uri = "http://json-schema.org/draft-07/schema";
    public const string Draft202012Uri = "https://json-schema.org/draft/2020-12/schema";

    private readonly NameMap _names;
    private readonly Keyword[] _keywords;

    private Dialect(SchemaDialect name, Keyword[] keywords)
    {
        Name = name;
        _keywords = keywords;
        _names = new NameMap(Array.ConvertAll(keywords, keyword => keyword.Name));
    }

    public static Dialect Draft7 { get; } = new(SchemaDialect.Draft7, [.. Keywords.Shared, .. Keywords.OfDraft7]);

    public static Dialect Draft202012 { get; } = new(SchemaDialect.Draft202012, [.. Keywords.Shared, .. Keywords.Of202012]);

    public SchemaDialect Name { get; }

    public IReadOnlyList<string> Names => _names.Names;

    public static Dialect Of(SchemaDialect name) => name == SchemaDialect.Draft7 ? Draft7 : Draft202012;

    /// <summary>The keyword of that name, as it stands in JSON text.</summary>
    public Keyword? Find(ReadOnlySpan<byte> raw)
    {
        var place = _names.FindRaw(raw);
        return place < 0 ? null : _keywords[place];
    }
}

using System.Text.Json;

namespace McpSecure.Schemas.Compilation;

/// <summary>The meta-schemas of draft-07 and 2020-12, which a schema may refer to without anybody handing them over.</summary>
internal static class MetaSchemas
{
    private const string Uri202012 = "https://json-schema.org/draft/2020-12/";

    public static bool TryGet(string uri, out JsonElement document)
    {
        var text = TextOf(uri);
        document = text is null ? default : JsonElement.Parse(text);
        return text is not null;
    }

    private static string? TextOf(string uri)
    {
        if (string.Equals(uri, Dialect.Draft7Uri, StringComparison.Ordinal))
        {
            return MetaSchemasOfDraft7.Schema;
        }

        if (!uri.StartsWith(Uri202012, StringComparison.Ordinal))
        {
            return null;
        }

        return uri[Uri202012.Length..] switch
        {
            "schema" => MetaSchemasOf202012.Schema,
            "meta/core" => MetaSchemasOf202012.Core,
            "meta/applicator" => MetaSchemasOf202012.Applicator,
            "meta/unevaluated" => MetaSchemasOf202012.Unevaluated,
            "meta/validation" => MetaSchemasOf202012.Validation,
            "meta/meta-data" => MetaSchemasOf202012.MetaData,
            "meta/format-annotation" => MetaSchemasOf202012.FormatAnnotation,
            "meta/content" => MetaSchemasOf202012.Content,
            _ => null,
        };
    }
}

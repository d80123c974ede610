using System.Text.Json;
using McpSecure.Schemas.Values;

namespace McpSecure.Schemas.Compilation;

/// <summary>What a <c>$schema</c> stands for.</summary>
internal static class MetaSchema
{
    private const string VocabularyPrefix = "https://json-schema.org/draft/2020-12/vocab/";

    // A meta-schema of a meta-schema of a meta-schema.
    private const int MostSteps = 4;

    public static (Dialect Dialect, Vocabularies Vocabularies)? Read(string uri, SchemaCompileOptions options, Place place, Problems problems)
    {
        if (Standard(uri) is { } standard)
        {
            return (standard, Vocabularies.Standard);
        }

        if (!TryGetDocument(uri, options, out var document))
        {
            problems.Add(place, "$schema", $"The dialect '{uri}' is not known. Use '{Dialect.Draft202012Uri}' or '{Dialect.Draft7Uri}#'.");
            return null;
        }

        return DialectOf(document, options, MostSteps) is { } dialect
            ? (dialect, VocabulariesOf(document, uri, place, problems))
            : Unknown(uri, place, problems);
    }

    private static (Dialect Dialect, Vocabularies Vocabularies)? Unknown(string uri, Place place, Problems problems)
    {
        problems.Add(place, "$schema", $"The meta-schema '{uri}' is written in no dialect that is known.");
        return null;
    }

    private static Dialect? DialectOf(JsonElement document, SchemaCompileOptions options, int steps)
    {
        if (JsonMembers.TextOf(document, "$schema") is not { } uri)
        {
            return null;
        }

        return Standard(uri) ?? (steps > 0 && TryGetDocument(uri, options, out var next) ? DialectOf(next, options, steps - 1) : null);
    }

    private static Dialect? Standard(string uri)
    {
        var name = uri.TrimEnd('#');
        return Same(name, Dialect.Draft202012Uri) ? Dialect.Draft202012 : Same(name, Dialect.Draft7Uri) ? Dialect.Draft7 : null;
    }

    // Both are written with http and with https.
    private static bool Same(string left, string right) =>
        left.AsSpan(left.IndexOf(':', StringComparison.Ordinal) + 1).SequenceEqual(right.AsSpan(right.IndexOf(':', StringComparison.Ordinal) + 1))
        && left.StartsWith("http", StringComparison.Ordinal);

    private static bool TryGetDocument(string uri, SchemaCompileOptions options, out JsonElement document) =>
        options.Documents.TryGetValue(uri, out document) || options.Documents.TryGetValue(uri.TrimEnd('#'), out document);

    private static Vocabularies VocabulariesOf(JsonElement document, string uri, Place place, Problems problems)
    {
        if (!JsonMembers.TryGet(document, "$vocabulary", out var declared) || declared.ValueKind != JsonValueKind.Object)
        {
            return Vocabularies.Standard;
        }

        var vocabularies = Vocabularies.Core;
        foreach (var member in declared.EnumerateObject())
        {
            var name = JsonMembers.NameOf(member);
            var known = Of(name);
            if (known == Vocabularies.None && member.Value.ValueKind == JsonValueKind.True)
            {
                problems.Add(place, "$schema", $"The meta-schema '{uri}' requires the vocabulary '{name}', which is not known.");
            }

            vocabularies |= known;
        }

        return vocabularies;
    }

    private static Vocabularies Of(string uri) => uri.StartsWith(VocabularyPrefix, StringComparison.Ordinal)
        ? uri[VocabularyPrefix.Length..] switch
        {
            "core" => Vocabularies.Core,
            "applicator" => Vocabularies.Applicator,
            "unevaluated" => Vocabularies.Unevaluated,
            "validation" => Vocabularies.Validation,
            "meta-data" => Vocabularies.MetaData,
            "format-annotation" => Vocabularies.FormatAnnotation,
            "format-assertion" => Vocabularies.FormatAssertion,
            "content" => Vocabularies.Content,
            _ => Vocabularies.None,
        }
        : Vocabularies.None;
}

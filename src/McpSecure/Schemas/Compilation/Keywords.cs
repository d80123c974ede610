using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas.Compilation;

/// <summary>Every keyword of the specifications.</summary>
internal static class Keywords
{
    /// <summary>Gets those that both dialects have.</summary>
    public static Keyword[] Shared { get; } =
    [
        Annotation("$schema", Vocabularies.Core),
        Annotation("$id", Vocabularies.Core),
        Annotation("$comment", Vocabularies.Core),
        new("$ref", Vocabularies.Core, KeywordShape.None, static (builder, value) => References.Read(builder, value, isDynamic: false)),
        new("$defs", Vocabularies.Core, KeywordShape.Map, static (builder, value) => builder.Definitions(value)),
        new("definitions", Vocabularies.Core, KeywordShape.Map, static (builder, value) => builder.Definitions(value)),

        new("type", Vocabularies.Validation, KeywordShape.None, static (builder, value) => TypeKeywords.Type(builder, value)),
        new("enum", Vocabularies.Validation, KeywordShape.None, static (builder, value) => TypeKeywords.Enum(builder, value)),
        new("const", Vocabularies.Validation, KeywordShape.None, static (builder, value) => TypeKeywords.Const(builder, value)),

        new("minimum", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Numbers.Minimum = builder.Number(value)),
        new("maximum", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Numbers.Maximum = builder.Number(value)),
        new("exclusiveMinimum", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Numbers.ExclusiveMinimum = builder.Number(value)),
        new("exclusiveMaximum", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Numbers.ExclusiveMaximum = builder.Number(value)),
        new("multipleOf", Vocabularies.Validation, KeywordShape.None, static (builder, value) => NumberKeywords.MultipleOf(builder, value)),

        new("minLength", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Strings.Least = builder.Count(value)),
        new("maxLength", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Strings.Most = builder.Count(value)),
        new("pattern", Vocabularies.Validation, KeywordShape.None, static (builder, value) => StringKeywords.Pattern(builder, value)),
        new("format", Vocabularies.Format, KeywordShape.None, static (builder, value) => StringKeywords.Format(builder, value)),

        new("minItems", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Arrays.Least = builder.Count(value)),
        new("maxItems", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Arrays.Most = builder.Count(value)),
        new("uniqueItems", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Arrays.AreUnique = builder.Flag(value)),
        new("contains", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => ArrayKeywords.Contains(builder, value)),

        new("minProperties", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Objects.Least = builder.Count(value)),
        new("maxProperties", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Objects.Most = builder.Count(value)),
        new("required", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Objects.Required.AddRange(builder.Texts(value))),
        new("properties", Vocabularies.Applicator, KeywordShape.Map, static (builder, value) => ObjectKeywords.Properties(builder, value)),
        new("patternProperties", Vocabularies.Applicator, KeywordShape.Map, static (builder, value) => ObjectKeywords.PatternProperties(builder, value)),
        new("additionalProperties", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => builder.Objects.Additional = builder.Child(value, Role.Value)),
        new("propertyNames", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => builder.Objects.NameNode = builder.Child(value, Role.Name)),

        new("allOf", Vocabularies.Applicator, KeywordShape.Array, static (builder, value) => builder.Applicators.AllOf = builder.Children(value, Role.InPlace)),
        new("anyOf", Vocabularies.Applicator, KeywordShape.Array, static (builder, value) => builder.Applicators.AnyOf = new Choice(builder.Children(value, Role.InPlace))),
        new("oneOf", Vocabularies.Applicator, KeywordShape.Array, static (builder, value) => builder.Applicators.OneOf = new Choice(builder.Children(value, Role.InPlace))),
        new("not", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => builder.Applicators.Not = builder.Child(value, Role.InPlace)),
        new("if", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => builder.Applicators.If = builder.Child(value, Role.InPlace)),
        new("then", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => builder.Applicators.Then = builder.Child(value, Role.InPlace)),
        new("else", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => builder.Applicators.Else = builder.Child(value, Role.InPlace)),

        Annotation("title", Vocabularies.MetaData),
        Annotation("description", Vocabularies.MetaData),
        Annotation("default", Vocabularies.MetaData),
        Annotation("examples", Vocabularies.MetaData),
        Annotation("readOnly", Vocabularies.MetaData),
        Annotation("writeOnly", Vocabularies.MetaData),
        Annotation("contentEncoding", Vocabularies.Content),
        Annotation("contentMediaType", Vocabularies.Content),

        // Draft-07 does not know it, but neither can it mislead.
        Annotation("deprecated", Vocabularies.MetaData),
    ];

    /// <summary>Gets those of draft-07 alone.</summary>
    public static Keyword[] OfDraft7 { get; } =
    [
        new("items", Vocabularies.Applicator, KeywordShape.SchemaOrArray, static (builder, value) => ArrayKeywords.ItemsOfDraft7(builder, value)),
        new("additionalItems", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => ArrayKeywords.AdditionalItems(builder, value)),
        new("dependencies", Vocabularies.Applicator, KeywordShape.Dependencies, static (builder, value) => ObjectKeywords.Dependencies(builder, value)),
    ];

    /// <summary>Gets those of 2020-12 alone.</summary>
    public static Keyword[] Of202012 { get; } =
    [
        new("$anchor", Vocabularies.Core, KeywordShape.None, static (builder, value) => References.Anchor(builder, value)),
        new("$dynamicAnchor", Vocabularies.Core, KeywordShape.None, static (builder, value) => References.Anchor(builder, value)),
        new("$dynamicRef", Vocabularies.Core, KeywordShape.None, static (builder, value) => References.Read(builder, value, isDynamic: true)),
        Annotation("$vocabulary", Vocabularies.Core),
        new("prefixItems", Vocabularies.Applicator, KeywordShape.Array, static (builder, value) => builder.Arrays.Prefix = builder.Children(value, Role.Value)),
        new("items", Vocabularies.Applicator, KeywordShape.Schema, static (builder, value) => ArrayKeywords.Items(builder, value)),
        new("minContains", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Arrays.LeastContained = builder.Count(value)),
        new("maxContains", Vocabularies.Validation, KeywordShape.None, static (builder, value) => builder.Arrays.MostContained = builder.Count(value)),
        new("dependentRequired", Vocabularies.Validation, KeywordShape.None, static (builder, value) => ObjectKeywords.DependentRequired(builder, value)),
        new("dependentSchemas", Vocabularies.Applicator, KeywordShape.Map, static (builder, value) => ObjectKeywords.DependentSchemas(builder, value)),
        new("unevaluatedProperties", Vocabularies.Unevaluated, KeywordShape.Schema, static (builder, value) => builder.Applicators.UnevaluatedProperties = builder.Child(value, Role.Value)),
        new("unevaluatedItems", Vocabularies.Unevaluated, KeywordShape.Schema, static (builder, value) => builder.Applicators.UnevaluatedItems = builder.Child(value, Role.Value)),
        Annotation("contentSchema", Vocabularies.Content),
    ];

    private static Keyword Annotation(string name, Vocabularies vocabulary) => new(name, vocabulary, KeywordShape.None, static (_, _) => { });
}

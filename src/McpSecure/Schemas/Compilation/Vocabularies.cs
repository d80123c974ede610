namespace McpSecure.Schemas.Compilation;

/// <summary>Vocabularies of 2020-12. A meta-schema says which of them a schema is written in; draft-07 has them all.</summary>
[Flags]
internal enum Vocabularies
{
    None = 0,
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,
    Format = FormatAnnotation | FormatAssertion,

    /// <summary>What the standard meta-schema names.</summary>
    Standard = Core | Applicator | Unevaluated | Validation | MetaData | FormatAnnotation | Content,
}

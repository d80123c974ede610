using System.Text.Json;

namespace McpSecure.Schemas;

/// <summary>How a schema is read, and what it may cost.</summary>
/// <remarks>
/// The budgets answer the specification's wish for a bound on depth, on the number of subschemas and on the work of one validation (MCP
/// 2026-07-28, basic). An instance that exhausts its budget is not valid.
/// </remarks>
public sealed class SchemaCompileOptions
{
    /// <summary>Gets or sets the dialect of a schema without <c>$schema</c>.</summary>
    /// <value>The default is <see cref="SchemaDialect.Draft202012"/>, as MCP says.</value>
    public SchemaDialect DefaultDialect { get; set; } = SchemaDialect.Draft202012;

    /// <summary>Gets or sets whether <c>format</c> is an assertion.</summary>
    /// <value>
    /// The default is <see langword="true"/>. A format of the specification that the engine cannot check is then a problem; one that the
    /// specification does not define is ignored and listed in <see cref="SchemaFacts.IgnoredFormats"/>.
    /// </value>
    public bool AssertFormats { get; set; } = true;

    /// <summary>Gets or sets whether keywords that no specification defines are ignored.</summary>
    /// <value>The default is <see langword="false"/>: they are problems, because a misspelt keyword asserts nothing. <c>x-</c> names are always allowed.</value>
    public bool AllowUnknownKeywords { get; set; }

    /// <summary>Gets or sets whether a pattern with look-arounds or back-references may run on the backtracking engine, with a time limit.</summary>
    /// <value>The default is <see langword="false"/>: such a pattern is a problem, because its cost cannot be bounded (CWE-1333).</value>
    public bool AllowBacktracking { get; set; }

    /// <summary>Gets documents that a <c>$ref</c> may lead to, by absolute URI. Nothing else is ever fetched.</summary>
    /// <value>Empty by default.</value>
    public IDictionary<string, JsonElement> Documents { get; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Gets or sets the largest schema.</summary>
    /// <value>In bytes of UTF-8, 1 or more. The default is 262,144, three times the largest of a thousand real tools.</value>
    public int MaxSchemaBytes { get; set; } = 256 * 1024;

    /// <summary>Gets or sets how deep subschemas may nest.</summary>
    /// <value>1 to 256. The default is 64.</value>
    public int MaxDepth { get; set; } = 64;

    /// <summary>Gets or sets how many subschemas there may be, those of the documents in use included.</summary>
    /// <value>
    /// 1 or more. The default is 3,000, two and a half times what the largest of a thousand real tools takes. What takes as long to compile as some
    /// subschemas counts as those: a pattern as 30 and one more for every 150 steps of making it, each text once; what <c>patternProperties</c> and
    /// <c>propertyNames</c> ask of each name that is declared; names that only <c>required</c> and its like speak of.
    /// </value>
    public int MaxSubschemas { get; set; } = 3_000;

    /// <summary>Gets or sets how much text one <c>enum</c> may hold.</summary>
    /// <value>In bytes of UTF-8, 1 or more. The default is 65,536.</value>
    public int MaxEnumBytes { get; set; } = 64 * 1024;

    /// <summary>Gets or sets the longest pattern.</summary>
    /// <value>In UTF-16 code units, 1 or more. The default is 4,096.</value>
    public int MaxPatternLength { get; set; } = 4096;

    /// <summary>Gets or sets how much work one validation may be, in visits.</summary>
    /// <value>
    /// 1 or more. The default is 100,000, some milliseconds. A visit is a subschema that is applied to a value which others look at as well, as
    /// those of <c>anyOf</c> are; an object, array, pattern, format or name that a value is held against; a number that is beyond plain
    /// comparison, which is two; or a comparison of two values. Lengths come on top, in sixteenths of a visit: 1 for each byte of a text that is
    /// matched, hashed or compared, more where the pattern has no table (8 and up) and for the format <c>regex</c> (32); 1 for each member of an
    /// object, 8 where several subschemas look at it; 5 for each item of an array, 2 if only its kind matters, 8 more for <c>contains</c>; and 1 for
    /// each name or item that has to differ from the others.
    /// A value that only its kind, length or plain bounds decide about is free.
    /// </value>
    public int MaxVisits { get; set; } = 100_000;
}

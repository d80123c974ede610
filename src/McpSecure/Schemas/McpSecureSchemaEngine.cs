using System.Text.Json;
using McpSecure.Schemas.Compilation;
using McpSecure.Schemas.Evaluation;

namespace McpSecure.Schemas;

/// <summary>
/// The schema engine McpSecure comes with: the whole of JSON Schema 2020-12 and draft-07. What it compiles is checked without allocating and
/// within a budget; what it cannot enforce to the letter, it refuses to compile. It fetches nothing.
/// </summary>
public sealed class McpSecureSchemaEngine : ISchemaEngine
{
    /// <inheritdoc/>
    public string Name => "McpSecure";

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    public CompiledSchema Compile(JsonElement schema, SchemaCompileOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (root, facts) = new SchemaCompiler(options).Compile(schema);
        return new EvaluatedSchema(root, facts, options.MaxVisits);
    }
}

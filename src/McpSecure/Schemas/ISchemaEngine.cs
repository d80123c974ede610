using System.Text.Json;

namespace McpSecure.Schemas;

/// <summary>Compiles JSON Schemas. The one McpSecure comes with needs no other package; register another in its place to use it instead.</summary>
/// <remarks>An implementation must be safe for concurrent use, and must never fetch a document from a network or a file.</remarks>
public interface ISchemaEngine
{
    /// <summary>Gets the engine's name for logs, such as <c>McpSecure</c>.</summary>
    string Name { get; }

    /// <summary>Compiles a schema once, for many instances.</summary>
    /// <param name="schema">The schema: an object or a boolean. It need not outlive the call.</param>
    /// <param name="options">The dialect, documents and budgets.</param>
    /// <returns>The compiled schema.</returns>
    /// <exception cref="SchemaException">The schema cannot be enforced as it stands. Every problem found is listed.</exception>
    CompiledSchema Compile(JsonElement schema, SchemaCompileOptions options);
}

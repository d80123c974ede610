using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.Arguments;

/// <summary>
/// Compiles each schema once, whatever tool it belongs to: a server that makes its tools anew for every session or request compiles nothing
/// twice.
/// </summary>
/// <remarks>
/// Holds at most <see cref="Capacity"/> schemas or <see cref="MaxCharacters"/> of their text. Beyond that, those that were not asked for
/// lately are forgotten, and compiled again when somebody asks; a tool keeps what was compiled for it.
/// </remarks>
internal sealed class CompiledSchemas(ISchemaEngine engine, SchemaCompileOptions options)
{
    public const int Capacity = 4096;
    public const int MaxCharacters = 32 * 1024 * 1024;

    private readonly Lock _lock = new();
    private Dictionary<string, Compilation> _recent = new(StringComparer.Ordinal);
    private Dictionary<string, Compilation> _older = new(StringComparer.Ordinal);
    private long _characters;

    /// <summary>Compiles, or remembers.</summary>
    public Compilation Of(JsonElement schema)
    {
        var text = schema.GetRawText();
        lock (_lock)
        {
            if (_recent.TryGetValue(text, out var known))
            {
                return known;
            }

            if (_older.Remove(text, out known))
            {
                Keep(text, known);
                return known;
            }
        }

        var compiled = Compile(schema);
        lock (_lock)
        {
            if (!_recent.ContainsKey(text))
            {
                Keep(text, compiled);
            }
        }

        return compiled;
    }

    private void Keep(string text, Compilation compilation)
    {
        if (_recent.Count >= Capacity / 2 || (_characters + text.Length > MaxCharacters / 2 && _recent.Count > 0))
        {
            _older = _recent;
            _recent = new Dictionary<string, Compilation>(StringComparer.Ordinal);
            _characters = 0;
        }

        _recent[text] = compilation;
        _characters += text.Length;
    }

    /// <summary>An engine that throws has said no, whatever it throws.</summary>
    private Compilation Compile(JsonElement schema)
    {
        try
        {
            return new(engine.Compile(schema, options), []);
        }
        catch (SchemaException exception)
        {
            return new(null, [.. exception.Problems.Select(problem => problem.ToString())]);
        }
        catch (Exception exception)
        {
            return new(null, [$"the schema engine {engine.Name} failed with {exception.GetType().Name}: {exception.Message}"]);
        }
    }
}

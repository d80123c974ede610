using System.Text.Json;
using System.Text.Json.Nodes;
using McpSecure.Schemas;

namespace McpSecure.Policy.Rules;

/// <summary>Makes of a rule about one argument a schema of all arguments, for the engine that also compiles the schemas of tools.</summary>
internal sealed class RuleCompiler(ISchemaEngine engine)
{
    public ArgumentRule Compile(RuleDefinition definition, SchemaView tool)
    {
        var allowed = Wrap(definition.Path, definition.Allowed, tool, out var demands);
        var unasked = definition.Unasked is null ? null : Wrap(definition.Path, definition.Unasked, tool, out _);
        return new(definition, Compile(allowed), unasked is null ? null : Compile(unasked), demands);
    }

    /// <summary>What is wrong with a schema that a rule consists of.</summary>
    public IEnumerable<SchemaProblem> Problems(JsonObject schema)
    {
        try
        {
            Compile(schema);
            return [];
        }
        catch (SchemaException exception)
        {
            return exception.Problems;
        }
    }

    private CompiledSchema Compile(JsonObject schema) =>
        engine.Compile(JsonElement.Parse(schema.ToJsonString()), new SchemaCompileOptions { MaxDepth = 256 });

    /// <summary>
    /// From the argument outwards. What is absent would have whatever value the tool gives it, so it has to be sent, unless the schema
    /// declares a default, and the rule allows that.
    /// </summary>
    private JsonObject Wrap(ArgumentPath path, JsonObject leaf, SchemaView tool, out bool demands)
    {
        var views = new SchemaView?[path.Steps.Length + 1];
        views[0] = tool;
        for (var index = 0; index < path.Steps.Length; index++)
        {
            views[index + 1] = views[index]?.Step(path.Steps[index]);
        }

        demands = false;
        var schema = (JsonObject)leaf.DeepClone();
        for (var index = path.Steps.Length - 1; index >= 0; index--)
        {
            if (path.Steps[index] is not { } name)
            {
                schema = new JsonObject { ["type"] = "array", ["items"] = schema };
                continue;
            }

            var isRequired = !AllowsDefault(schema, views[index + 1]);
            demands |= isRequired && views[index]?.Requires(name) == false;
            schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { [name] = schema } };
            if (isRequired)
            {
                schema["required"] = new JsonArray(name);
            }
        }

        return schema;
    }

    private bool AllowsDefault(JsonObject schema, SchemaView? argument)
    {
        if (argument is not { Defaults.Count: > 0 })
        {
            return false;
        }

        var allowed = Compile(schema);
        return argument.Defaults.All(allowed.IsValid);
    }
}

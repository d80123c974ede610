using System.Text.Json;
using McpSecure.Schemas;

namespace McpSecure.SchemaSuite;

/// <summary>Compiles the schemas of real tools, and asks each about an empty object and about generated and broken instances.</summary>
internal sealed class Corpus(IReadOnlyList<Definition> definitions)
{
    private const int Instances = 100;
    private const int Seed = 20261124;
    private const double MostMicroseconds = 150;

    private readonly McpSecureSchemaEngine _engine = new();
    private int _refused;
    private int _valid;
    private int _mutated;
    private int _mutatedValid;
    private int _inconsistent;

    public static int Run(string directory) => new Corpus(Definition.ReadAll(directory)).Run();

    private int Run()
    {
        var schemas = CompileAll(out var failures);
        Measure();
        var takesEmpty = schemas.Count(schema => schema?.IsValid(JsonElement.Parse("{}")) == true);
        for (var index = 0; index < schemas.Length; index++)
        {
            if (schemas[index] is { } schema)
            {
                Ask(definitions[index], schema, index);
            }
        }

        Console.WriteLine($"compiled {schemas.Length - failures}/{definitions.Count}, {{}} is valid for {takesEmpty}");
        Console.WriteLine($"generated {_valid}, refused {_refused}; mutated {_mutated}, valid {_mutatedValid}; inconsistent answers {_inconsistent}");
        return definitions.Count > 0 && failures == 0 && _refused == 0 && _inconsistent == 0 ? 0 : 1;
    }

    private CompiledSchema?[] CompileAll(out int failures)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var schemas = definitions.Select(TryCompile).ToArray();
        failures = schemas.Count(schema => schema is null);
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine($"live memory {bytes / 1024.0 / 1024.0:F1} MB for {definitions.Count} schemas, their patterns included");
        return schemas;
    }

    private CompiledSchema? TryCompile(Definition definition)
    {
        try
        {
            return _engine.Compile(definition.Schema, new SchemaCompileOptions());
        }
        catch (SchemaException exception)
        {
            Console.WriteLine($"  {definition.Name}: {exception.Message}");
            return null;
        }
    }

    private void Measure()
    {
        for (var round = 0; round < 5; round++)
        {
            var start = Environment.CpuUsage.TotalTime;
            foreach (var definition in definitions)
            {
                TryCompile(definition);
            }

            var mean = (Environment.CpuUsage.TotalTime - start).TotalMicroseconds / definitions.Count;
            Console.WriteLine($"mean compile time {mean:F0} µs of processor time{(mean > MostMicroseconds ? $", more than {MostMicroseconds}" : string.Empty)}");
        }
    }

    private void Ask(Definition definition, CompiledSchema schema, int seed)
    {
        var random = new Random(Seed + seed);
        var maker = new InstanceMaker(definition.Schema, random);
        for (var index = 0; index < Instances; index++)
        {
            var instance = maker.Make();
            var text = instance?.ToJsonString() ?? "null";
            _valid++;
            if (!Answer(definition, schema, text))
            {
                _refused++;
                Console.WriteLine($"  {definition.Name} refuses {text}: {Reasons(schema, text)}");
            }

            _mutated++;
            _mutatedValid += Answer(definition, schema, Mutator.Mutate(instance, random)) ? 1 : 0;
        }
    }

    /// <summary>Every way of asking has to give the same answer, and a "no" its reason.</summary>
    private bool Answer(Definition definition, CompiledSchema schema, string text)
    {
        var instance = JsonElement.Parse(text);
        var valid = schema.IsValid(instance);
        var errors = new SchemaErrors();
        schema.Explain(instance, errors);
        var consistent = valid == (errors.Count == 0) && errors.All(error => error.Keyword.Length > 0);
        if (instance.ValueKind == JsonValueKind.Object)
        {
            consistent &= schema.IsValid(instance.EnumerateObject().ToDictionary(member => member.Name, member => member.Value)) == valid;
        }

        if (!consistent)
        {
            _inconsistent++;
            Console.WriteLine($"  {definition.Name} answers {valid} to {text}, but: {string.Join(" | ", errors)}");
        }

        return valid;
    }

    private static string Reasons(CompiledSchema schema, string text)
    {
        var errors = new SchemaErrors();
        schema.Explain(JsonElement.Parse(text), errors);
        return string.Join(" | ", errors);
    }
}

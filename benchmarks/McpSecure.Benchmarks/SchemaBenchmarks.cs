using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;
using McpSecure.Schemas;

namespace McpSecure.Benchmarks;

/// <summary>What it costs to hold arguments against their schema, beside reading them from JSON, which every call has paid for before.</summary>
public class SchemaBenchmarks
{
    private CompiledSchema? _schema;
    private IDictionary<string, JsonElement>? _valid;
    private IDictionary<string, JsonElement>? _invalid;
    private byte[] _json = [];

    public static IEnumerable<SchemaCase> Cases => SchemaCase.All;

    [ParamsSource(nameof(Cases))]
    public SchemaCase? Arguments { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _schema = Arguments!.Compile();
        _valid = SchemaCase.Read(Arguments.Valid);
        _invalid = SchemaCase.Read(Arguments.Invalid);
        _json = Encoding.UTF8.GetBytes(Arguments.Valid);
    }

    /// <summary>What the SDK does to get the arguments.</summary>
    [Benchmark(Baseline = true)]
    public object? Deserialize() => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(_json);

    [Benchmark]
    public bool Valid() => _schema!.IsValid(_valid!);

    /// <summary>A "no", and everything that is known about why.</summary>
    [Benchmark]
    public int Invalid()
    {
        if (_schema!.IsValid(_invalid!))
        {
            return 0;
        }

        var errors = new SchemaErrors();
        _schema.Explain(_invalid!, errors);
        return errors.Count;
    }
}

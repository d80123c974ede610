using System.Text.Json;
using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;
using McpSecure.Schemas;

namespace McpSecure.Benchmarks;

/// <summary>Values of about a megabyte that are made to take long. The answer may be a "no"; what counts is when it comes.</summary>
public class HostileBenchmarks
{
    private CompiledSchema? _schema;
    private JsonElement _value;

    public static IEnumerable<HostileInstance> Cases => HostileInstance.All;

    [ParamsSource(nameof(Cases))]
    public HostileInstance? Case { get; set; }

    [GlobalSetup]
    public void Setup() => (_schema, _value) = (Case!.Compile(), Case.Read());

    [Benchmark]
    public bool IsValid() => _schema!.IsValid(_value);

    /// <summary>What follows a "no"; a "yes" takes as long as before.</summary>
    [Benchmark]
    public int Explain()
    {
        var errors = new SchemaErrors();
        _schema!.Explain(_value, errors);
        return errors.Count;
    }
}

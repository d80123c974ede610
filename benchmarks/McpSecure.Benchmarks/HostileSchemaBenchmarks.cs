using System.Text.Json;
using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;

namespace McpSecure.Benchmarks;

/// <summary>Schemas that are made to take long to compile, or to be refused.</summary>
public class HostileSchemaBenchmarks
{
    // Patterns are remembered: no two iterations may have the same ones.
    private static int _seed;

    private JsonElement _schema;

    public static IEnumerable<HostileSchema> Cases => HostileSchema.All;

    [ParamsSource(nameof(Cases))]
    public HostileSchema? Case { get; set; }

    [IterationSetup]
    public void Setup() => _schema = JsonElement.Parse(Case!.Json(_seed++));

    [Benchmark]
    public bool Compile() => HostileSchema.TryCompile(_schema);
}

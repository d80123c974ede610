using System.Net;
using BenchmarkDotNet.Attributes;
using McpSecure.Execution.Egress;

namespace McpSecure.Benchmarks;

/// <summary>The check of one address: a connection has some of them checked, a request over a connection that is kept none.</summary>
public class EgressAddressBenchmarks
{
    private readonly IPAddress _version4 = IPAddress.Parse("93.184.216.34");
    private readonly IPAddress _version6 = IPAddress.Parse("2606:2800:220:1:248:1893:25c8:1946");

    [Benchmark]
    public bool Version4() => AddressKinds.Of(_version4) == AddressKind.Public;

    [Benchmark]
    public bool Version6() => AddressKinds.Of(_version6) == AddressKind.Public;
}

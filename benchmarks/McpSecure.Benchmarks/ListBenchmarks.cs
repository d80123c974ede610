using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;

namespace McpSecure.Benchmarks;

/// <summary>One <c>tools/list</c>. McpSecure decides on each tool and sorts them; turning the list into JSON is not measured.</summary>
public class ListBenchmarks : SideBySide
{
    [Params(10, 100, 1000)]
    public int Tools { get; set; }

    private protected override Requests Request { get; } = Requests.List();

    private protected override Load LoadOf(Filters filters) => new() { Filters = filters, Tools = Tools };
}

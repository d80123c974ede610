using BenchmarkDotNet.Attributes;
using McpSecure.Benchmarks.Support;

namespace McpSecure.Benchmarks;

/// <summary>One allowed tool call, from the incoming message to the answer: the goal is + 2 µs and + 1 KB over empty filters.</summary>
public class ToolCallBenchmarks : SideBySide
{
    public enum From
    {
        /// <summary>The local person, as on stdio.</summary>
        Local = 0,

        /// <summary>A user with a token of eight claims, in one role.</summary>
        Http = 1,
    }

    [ParamsAllValues]
    public From Caller { get; set; }

    /// <summary>Gets or sets a value indicating whether the tool gives up its thread once: then every filter on the way has to be kept.</summary>
    [ParamsAllValues]
    public bool ToolWaits { get; set; }

    private protected override Requests Request { get; } = Requests.Call(Names.Tool(3));

    private protected override Load LoadOf(Filters filters) => new()
    {
        Filters = filters,
        User = Caller == From.Http ? Load.UserIn(0) : null,
        Suspends = ToolWaits,
    };
}

using McpSecure.Benchmarks.Support;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using Xunit.Sdk;

namespace McpSecure.Tests.Allocation;

/// <summary>
/// What McpSecure allocates beyond empty filters in the same places, nobody listening. Calls go through the SDK's own server. Times are no
/// tests: see <c>benchmarks</c>.
/// </summary>
[Collection(CountedBytes.Name)]
public sealed class AllocationTests
{
    private const double BytesPerCall = 1_024;
    private const double BytesPerOptions = 4_096;
    private const double Noise = 32;

    [Theory]
    [InlineData(0, false)]  // the local person, as on stdio
    [InlineData(1, false)]  // a user with a token of eight claims, in one role
    [InlineData(10, false)] // a user in ten roles
    [InlineData(0, true)]   // a tool that gives up its thread: every filter on the way is kept in memory
    public Task An_allowed_call_costs_at_most_a_kilobyte(int rolesOfUser, bool waits) => AssertCallAsync(new Load
    {
        Filters = Filters.Secured,
        Roles = Math.Max(1, rolesOfUser),
        User = rolesOfUser > 0 ? Load.UserIn(Enumerable.Range(0, rolesOfUser)) : null,
        Suspends = waits,
    });

    [Fact]
    public Task A_call_costs_the_same_at_10_and_at_1000_tools() =>
        AssertSameAsync(new Load { Filters = Filters.Secured, Tools = 10 }, new Load { Filters = Filters.Secured, Tools = 1_000 });

    [Fact]
    public Task A_call_costs_the_same_at_1_and_at_100_roles() =>
        AssertSameAsync(new Load { Filters = Filters.Secured, Roles = 1 }, new Load { Filters = Filters.Secured, Roles = 100 });

    [Theory]
    [InlineData(20)]
    [InlineData(117)]
    public Task Options_cost_at_most_four_kilobytes(int tools) => AssertOptionsAsync(new Load { Filters = Filters.Secured, Tools = tools });

    [Fact]
    public async Task Each_gate_notices_bytes_that_are_planted()
    {
        var secured = new Load { Filters = Filters.Secured };
        var bytesOfACall = secured with { Also = options => WasteOnCalls(options, (int)BytesPerCall) };
        var bytesOfATool = secured with { Tools = 100, Also = options => WasteOnCalls(options, options.ToolCollection!.Count) };
        var bytesOfOptions = secured with { Also = _ => Waste((int)BytesPerOptions) };

        await Assert.ThrowsAsync<InRangeException>(() => AssertCallAsync(bytesOfACall));
        await Assert.ThrowsAsync<InRangeException>(() => AssertSameAsync(secured, bytesOfATool));
        await Assert.ThrowsAsync<InRangeException>(() => AssertOptionsAsync(bytesOfOptions));
    }

    /// <summary>The benchmarks drive the filters without the SDK around them. Both ways have to tell the same difference.</summary>
    [Fact]
    public async Task The_filter_chain_of_the_benchmarks_costs_what_the_server_does()
    {
        await using var secured = new MeasuredServer(new Load { Filters = Filters.Secured });
        await using var empty = new MeasuredServer(new Load { Filters = Filters.Empty });
        var (securedChain, emptyChain) = (secured.ToChain(), empty.ToChain());
        var call = Requests.Call(Names.Tool(3));
        await securedChain.ExpectAsync(call, refused: false);
        await emptyChain.ExpectAsync(call, refused: false);

        var inServer = await OverAsync(new Load { Filters = Filters.Secured }, new Load { Filters = Filters.Empty });
        var inChain = await Allocations.OverAsync(() => securedChain.AskAsync(call), () => emptyChain.AskAsync(call));

        Assert.InRange(inChain - inServer, -Noise, Noise);
    }

    // Not even one byte: then nothing was secured.
    private static async Task AssertCallAsync(Load load) =>
        Assert.InRange(await OverAsync(load, load with { Filters = Filters.Empty, Also = null }), 1, BytesPerCall);

    private static async Task AssertSameAsync(Load one, Load other) => Assert.InRange(await OverAsync(other, one), -Noise, Noise);

    private static async Task AssertOptionsAsync(Load load)
    {
        await using var secured = new MeasuredServer(load);
        await using var empty = new MeasuredServer(load with { Filters = Filters.Empty, Also = null });

        var over = await Allocations.OverAsync(() => Build(secured), () => Build(empty)).OrGiveUp();

        Assert.InRange(over, -BytesPerOptions, BytesPerOptions);
    }

    /// <summary>How many bytes an allowed call allocates more in one server than in another.</summary>
    private static async Task<double> OverAsync(Load one, Load other)
    {
        await using var server = await MeasuredServer.StartAsync(one).OrGiveUp();
        await using var otherServer = await MeasuredServer.StartAsync(other).OrGiveUp();
        var call = Requests.Call(Names.Tool(3));
        Assert.False(Answer.IsRefusal(await server.AskAsync(call).OrGiveUp()));
        Assert.False(Answer.IsRefusal(await otherServer.AskAsync(call).OrGiveUp()));
        return await Allocations.OverAsync(async () => await server.AskAsync(call), async () => await otherServer.AskAsync(call)).OrGiveUp();
    }

    private static Task Build(MeasuredServer server)
    {
        server.Factory.Create(Options.DefaultName);
        return Task.CompletedTask;
    }

    private static void WasteOnCalls(McpServerOptions options, int bytes) =>
        options.Filters.Request.CallToolFilters.Add(next => (context, cancellationToken) =>
        {
            Waste(bytes);
            return next(context, cancellationToken);
        });

    private static void Waste(int bytes) => GC.KeepAlive(new byte[bytes]);
}

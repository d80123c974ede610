using McpSecure.Calls;
using McpSecure.Limits;
using McpSecure.Tests.Policy;
using McpSecure.Tests.Support;
using Microsoft.Extensions.Options;

namespace McpSecure.Tests.Allocation;

/// <summary>What the limits cost in memory: a call that may begin nothing, a million callers a fixed table.</summary>
[Collection(CountedBytes.Name)]
public sealed class CallLimitsTests
{
    private const int Callers = 1_000_000;
    private const int MostBytes = 64 * 1024 * 1024;

    private const string Limited = """
        "Limits": { "CallsPerMinute": 1000000 },
        "Roles": { "a": { "Limits": { "ConcurrentCalls": 5 } }, "b": { "Inherits": "a" }, "c": { "Limits": { "CallsPerMinute": 900000 } } },
        "Tools": { "tool": { "Limits": { "CallsPerMinute": 1000000, "ConcurrentCalls": 4 } } }
        """;

    [Theory]
    [InlineData("tool", "https://login.example", "7f4c", "a", "b", "c")]
    [InlineData("other", null, "7f4c")]
    [InlineData("other", "https://an.issuer.whose.name.is.so.long.that.its.digest.is.kept/00000000-0000-0000-0000-000000000000/v2.0", "00000000-0000-0000-0000-000000000000", "a")]
    public void A_call_that_may_begin_allocates_nothing(string tool, string? issuer, string subject, params string[] roles)
    {
        var limits = new EffectiveLimits(Options.Create(Written.Options(Limited)));
        var callerGuard = new CallerLimitsGuard(limits, new CallerTable(TimeProvider.System), TimeProvider.System);
        var toolGuard = new ToolLimitsGuard(limits, TimeProvider.System);
        var caller = new Caller { Issuer = issuer, Subject = subject, Client = "desk", Roles = roles };
        var calls = Enumerable.Range(0, 700).Select(_ => new Call(PrimitiveKind.Tool, tool, caller, PrimitiveFacts.None)).ToArray();

        void Ask(Call call)
        {
            if (!Continues(callerGuard.CheckAsync(call, CancellationToken.None)) || !Continues(toolGuard.CheckAsync(call, CancellationToken.None)))
            {
                throw new InvalidOperationException("It refuses.");
            }

            call.Release();
        }

        Array.ForEach(calls[..200], Ask);
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var part = calls.AsSpan(200 + (round * 100), 100);
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var call in part)
            {
                Ask(call);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static bool Continues(ValueTask<Verdict> verdict) => verdict.IsCompletedSuccessfully && verdict.Result.Kind == VerdictKind.Continue;

    [Fact]
    public void A_million_callers_take_no_more_memory_than_the_table_has()
    {
        var before = Held();
        var table = new CallerTable(new FakeTime());
        var name = new char[500];
        Array.Fill(name, 'x');

        for (var caller = 0; caller < Callers; caller++)
        {
            caller.TryFormat(name, out _, provider: System.Globalization.CultureInfo.InvariantCulture);
            table.Enter(name.AsSpan(0, 100 + (caller % 400)), new Limit(600, 32), out _);
            table.Refused(name, most: 120, coolDownSeconds: 60);
        }

        var grown = Held() - before; // less than nothing, if something else let go of more meanwhile
        GC.KeepAlive(table);
        Assert.InRange(grown, long.MinValue, MostBytes);
    }
}

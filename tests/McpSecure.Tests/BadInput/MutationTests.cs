using System.Diagnostics.Metrics;
using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Xunit.Sdk;

namespace McpSecure.Tests.BadInput;

/// <summary>
/// Ten thousand mutations of valid messages, as fast as the pipe takes them. A failure names the seed and the line: the same seed sends
/// the same lines.
/// </summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData(ProtocolVersions.November2025, 20260801)]
    [InlineData(ProtocolVersions.July2026, 20260802)]
    public async Task Every_readable_request_gets_one_answer_and_every_message_one_record(string version, int seed)
    {
        var run = await RunAsync(version, seed, count: 10_000);

        // Not a property of the server but of the test: it has to come everywhere.
        var outcomes = run.Records.Select(record => record["Outcome"]).Distinct().ToArray();
        Assert.Superset(new HashSet<object?> { "completed", "refused" }, outcomes.ToHashSet());
        Assert.InRange(run.Readable, 4000, 9000);
        Assert.InRange(run.Ran.Count, 300, 10_000);
    }

    [Theory]
    [InlineData("answers some requests twice")]
    [InlineData("runs without guards")]
    public async Task The_test_itself_notices_a_server_that(string defect)
    {
        Action<IServiceCollection> break_ = defect == "runs without guards"
            ? services => services.AddSingleton(new SlotSelection(Slots.All & ~(Slots.Outermost | Slots.Innermost)))
            : services => services.Configure<McpServerOptions>(options => options.Filters.Message.OutgoingFilters.Add(Twice));

        var failure = await Assert.ThrowsAnyAsync<XunitException>(() => RunAsync(ProtocolVersions.November2025, seed: 1, count: 500, break_));

        Assert.Contains("seed 1", failure.Message, StringComparison.Ordinal);
    }

    private static McpMessageHandler Twice(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        await next(context, cancellationToken);
        if (context.JsonRpcMessage is JsonRpcResponse { Id.Id: long and > 1_000_000 })
        {
            await next(context, cancellationToken);
        }
    };

    private static async Task<(int Readable, IReadOnlyList<LogEntry> Records, IReadOnlyList<string> Ran)> RunAsync(
        string version, int seed, int count, Action<IServiceCollection>? services = null)
    {
        await using var workshop = await Workshop.OpenAsync(services, version: version);
        await workshop.AssertServesAsync();
        var before = workshop.Records.Count;
        using var tally = new Tally(workshop.Session.Server.ServerOptions, workshop.Session.Services.GetRequiredService<IMeterFactory>());
        var expected = Messages(version, seed, count);

        foreach (var one in expected)
        {
            await workshop.Peer.SendAsync(new ReadOnlyMemory<byte>([.. one.Line, (byte)'\n']));
        }

        var check = new MutationCheck(seed, expected);
        await check.ReadAnswersAsync(workshop.Peer);
        await workshop.AssertServesAsync();
        await workshop.Session.FinishAsync();
        await check.ReadRestAsync(workshop.Peer);

        check.AssertAnswers();
        check.AssertRecords(tally, besides: 1);
        check.AssertNothingHiddenRan(workshop.Ran);
        Assert.All(workshop.Records, Form.AssertClean);
        check.AssertNothingRemembered(workshop.Session.Services.GetRequiredService<Sessions>(), tally);
        return (expected.Count(one => one.Message is not null), [.. workshop.Records.Skip(before)], workshop.Ran.Entries);
    }

    private static Expectation[] Messages(string version, int seed, int count)
    {
        var random = new Random(seed);
        var requests = new Requests(random, WorkshopWords.Requests, isModern: version == ProtocolVersions.July2026);
        var mutator = new Mutator(random, WorkshopWords.Names);
        return [.. Enumerable.Range(0, count).Select(index => Expectation.Of(index, mutator.Mutate(requests.Next(index))))];
    }
}

using McpSecure.Calls;
using McpSecure.Pipeline;
using McpSecure.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpSecure.Tests.BadInput;

/// <summary>A guard, or a source of callers, that fails: refused, on record as an error, nothing said of the reason.</summary>
public sealed class BrokenGuardTests
{
    private static readonly (string Method, string Parameters)[] Doors =
    [
        ("tools/call", """{"name":"purge","arguments":{"path":"a"}}"""),
        ("prompts/get", """{"name":"secret"}"""),
        ("resources/read", """{"uri":"docs://closed/a"}"""),
        ("resources/subscribe", """{"uri":"docs://closed/a"}"""),
        ("completion/complete", """{"ref":{"type":"ref/prompt","name":"secret"},"argument":{"name":"a","value":"b"}}"""),
    ];

    [Theory]
    [InlineData("throws")]
    [InlineData("throws later")]
    [InlineData("throws a cancellation of its own")]
    [InlineData("decides nothing")]
    public async Task A_guard_that_fails_has_refused(string failure)
    {
        await using var workshop = await OpenAsync(new BrokenGuard(failure));

        foreach (var (method, parameters) in Doors)
        {
            var answer = await workshop.Peer.RequestAsync(method, parameters);
            Form.AssertWellFormed(answer);
            Assert.Contains("guard_failed", answer.GetRawText(), StringComparison.Ordinal);
            Assert.DoesNotContain("connection string", answer.GetRawText(), StringComparison.Ordinal);
        }

        await workshop.Peer.RequestAsync("ping");
        var records = (await workshop.CloseAsync()).Where(record => (string?)record["Outcome"] == "refused").ToArray();

        Assert.Empty(workshop.Ran.Entries);
        Assert.Equal(Doors.Select(door => door.Method).Order(), records.Select(record => (string)record["Method"]!).Order());
        Assert.All(records, record => Assert.Equal((LogLevel.Error, "broken", "guard_failed"), (record.Level, record["Guard"], record["Code"])));
        Assert.All(records, record => Assert.Equal(failure != "decides nothing", record.Exception is not null));
    }

    [Fact]
    public async Task Without_that_guard_the_same_requests_run()
    {
        await using var workshop = await OpenAsync();

        foreach (var (method, parameters) in Doors)
        {
            Assert.True((await workshop.Peer.RequestAsync(method, parameters)).TryGetProperty("result", out _));
        }

        await workshop.Session.FinishAsync();
        Assert.Equal(Doors.Length, workshop.Ran.Entries.Count(entry => entry.StartsWith(Workshop.Hidden, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("throws a cancellation of its own")]
    [InlineData("returns nobody")]
    public async Task A_source_of_callers_that_fails_refuses_every_message(string failure)
    {
        var source = new BrokenSource();
        await using var workshop = await Workshop.OpenAsync(services => services.AddSingleton<ICallerSource>(source));
        source.Failure = failure;

        var call = await workshop.Peer.CallToolAsync("read_file", """{"path":"a"}""");
        var ping = await workshop.Peer.RequestAsync("ping");
        var unknown = await workshop.Peer.RequestAsync("x/unknown");
        await workshop.Peer.NotifyAsync("notifications/progress");
        var records = await workshop.CloseAsync();

        Assert.All([call, ping, unknown], answer => Assert.StartsWith("-32603: The request was refused", answer.Error(), StringComparison.Ordinal));
        Assert.Empty(workshop.Ran.Entries);
        Assert.Equal(["guard_failed", "guard_failed", "guard_failed", "guard_failed"], records.Skip(2).Select(record => record["Code"]));
        Assert.All(records.Skip(2), record => Assert.Equal((LogLevel.Error, "identity"), (record.Level, record["Guard"])));
    }

    [Fact]
    public async Task A_source_of_callers_that_hangs_ends_with_the_request()
    {
        var source = new BrokenSource();
        await using var workshop = await Workshop.OpenAsync(services => services.AddSingleton<ICallerSource>(source));
        source.Failure = "hangs";

        await workshop.Peer.SendAsync("""{"jsonrpc":"2.0","id":70,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"a"}}}""");
        await source.Hanging.Task.OrGiveUp(); // once: the next message finds a source that works
        await workshop.Peer.NotifyAsync("notifications/cancelled", """{"requestId":70}""");
        await workshop.AssertServesAsync();
        var records = await workshop.CloseAsync();

        Assert.Equal(["read_file(alive)"], workshop.Ran.Entries);
        Assert.Equal(["cancelled", "completed", "completed"], records.Skip(2).Select(record => record["Outcome"]).Order());
    }

    private static Task<Workshop> OpenAsync(params IGuard[] guards) => Workshop.OpenAsync(services => services.AddSingleton(new SecurityPipeline(guards)));

    private sealed class BrokenGuard(string failure) : IGuard
    {
        public string Name => "broken";

        public async ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken)
        {
            if (failure == "throws later")
            {
                await Task.Yield();
            }

            return failure switch
            {
                "decides nothing" => default,
                "throws a cancellation of its own" => throw new OperationCanceledException(),
                _ => throw new InvalidOperationException("a connection string"),
            };
        }
    }

    private sealed class BrokenSource : ICallerSource
    {
        public string? Failure { get; set; }

        public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<Caller> IdentifyAsync(CallerContext context, CancellationToken cancellationToken)
        {
            switch (Failure)
            {
                case "throws":
                    throw new InvalidOperationException("a connection string");
                case "throws a cancellation of its own":
                    throw new OperationCanceledException();
                case "returns nobody":
                    return null!;
                case "hangs":
                    Failure = null;
                    Hanging.SetResult();
                    await cancellationToken.AsTask();
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
                default:
                    break;
            }

            return new Caller { Roles = ["guest"] };
        }
    }
}

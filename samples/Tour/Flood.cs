using ModelContextProtocol.Client;

namespace Tour;

/// <summary>What came of calling as fast as a client can.</summary>
/// <param name="Ran">How many calls ran.</param>
/// <param name="RateLimited">How many were told to come back later.</param>
/// <param name="Busy">How many came while as many ran as may.</param>
/// <param name="Others">How many got another answer. It has to be none.</param>
internal sealed record Flood(int Ran, int RateLimited, int Busy, int Others)
{
    private const int Calls = 1000;

    /// <summary>Calls, all at once.</summary>
    public static Task<Flood> RunAsync(ServerProcess server, CancellationToken cancellationToken) => server.AskAsync("the flood", CallAsync, cancellationToken);

    private static async Task<Flood> CallAsync(McpClient client, CancellationToken cancellationToken)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => Outcome.OfToolAsync(client.CallToolAsync("list_files", cancellationToken: cancellationToken))));
        var ran = outcomes.Count(outcome => outcome.Allowed);
        var limited = outcomes.Count(outcome => outcome.Code is "rate_limited");
        var busy = outcomes.Count(outcome => outcome.Code is "too_many_concurrent");
        return new Flood(ran, limited, busy, Calls - ran - limited - busy);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Calls} calls at once: {Ran} ran, {RateLimited} were told when to come back, {Busy} that too many ran, {Others} got another answer";
}

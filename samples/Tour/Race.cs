using ModelContextProtocol.Client;

namespace Tour;

/// <summary>What came of reading through a folder that changed places with a link to the outside all the time.</summary>
/// <param name="Inside">How often the file inside was read.</param>
/// <param name="Refused">How often the call was refused.</param>
/// <param name="Outside">How often the file outside was read. It has to be never.</param>
internal sealed record Race(int Inside, int Refused, int Outside)
{
    private const int Tries = 300;

    /// <summary>Reads, while a thread of this process swaps.</summary>
    public static async Task<Race> RunAsync(ServerProcess server, string workspace, CancellationToken cancellationToken)
    {
        using var stop = new CancellationTokenSource();
        var swapping = Task.Run(() => Traps.Swap(workspace, stop.Token), CancellationToken.None);
        try
        {
            return await server.AskAsync("the race", ReadAsync, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await swapping;
        }
    }

    private static async Task<Race> ReadAsync(McpClient client, CancellationToken cancellationToken)
    {
        var race = new Race(0, 0, 0);
        for (var i = 0; i < Tries; i++)
        {
            var outcome = await Outcome.OfToolAsync(client.CallToolAsync(
                "read_file", new Dictionary<string, object?>(StringComparer.Ordinal) { ["path"] = "swap/secret.txt" }, cancellationToken: cancellationToken));
            race = outcome switch
            {
                _ when outcome.Wire.Contains(Traps.Secret, StringComparison.Ordinal) => race with { Outside = race.Outside + 1 },
                { Allowed: true } => race with { Inside = race.Inside + 1 },
                _ => race with { Refused = race.Refused + 1 },
            };
        }

        return race;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tries} reads: {Inside} read the file inside, {Refused} were refused, {Outside} read the one outside";
}

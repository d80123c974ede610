using System.Globalization;
using McpSecure.Files;
using McpSecure.Tests.Support;

namespace McpSecure.Tests.Files.Race;

/// <summary>What came of many tries.</summary>
internal sealed class Tries
{
    private const string Variable = "MCPSECURE_RACE_TRIES";
    private const int Few = 2_000;

    // What shows that the attack works; a busy machine may need more tries for the first one.
    private const int EnoughEscapes = 20;

    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);

    private readonly SortedDictionary<string, int> _refusals = new(StringComparer.Ordinal);

    /// <summary>Gets how many tries a run has, if there is time: for every build a few; more if the environment says so.</summary>
    public static int Wanted { get; } = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? Few.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public int Count { get; private set; }

    /// <summary>Gets how often something from outside was read, or something outside is not as it was.</summary>
    public int Escapes { get; private set; }

    public int Done { get; private set; }

    public int Refused => _refusals.Values.Sum();

    /// <summary>Tries until the attack has worked, and in a long run as often as a root is tried.</summary>
    public static Tries RunPlain(Arena arena, Action<Arena>? prepare, Func<int, bool> attempt) =>
        Run(arena, prepare, attempt, Patience.Limit, tries => tries.Escapes >= (IsLong ? 1 : EnoughEscapes) && tries.Count >= (IsLong ? Wanted : 0));

    public static Tries RunConfined(Arena arena, Action<Arena>? prepare, Func<int, bool> attempt) =>
        Run(arena, prepare, attempt, LongEnough, tries => tries.Count == Wanted);

    private static bool IsLong => Wanted > Few;

    private static Tries Run(Arena arena, Action<Arena>? prepare, Func<int, bool> attempt, TimeSpan limit, Func<Tries, bool> isEnough)
    {
        var tries = new Tries();
        using var deadline = new CancellationTokenSource(IsLong ? Timeout.InfiniteTimeSpan : limit);
        while (!isEnough(tries) && !deadline.IsCancellationRequested)
        {
            prepare?.Invoke(arena);
            tries.Take(arena, attempt);
        }

        return tries;
    }

    public override string ToString() =>
        $"{Escapes} of {Count} escaped, {Done} done, {Refused} refused ({string.Join(", ", _refusals.Select(pair => $"{pair.Key} {pair.Value}"))})";

    private void Take(Arena arena, Func<int, bool> attempt)
    {
        var escaped = false;
        try
        {
            escaped = attempt(Count++);
            Done++;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var reason = exception is PathRefusedException refused ? refused.Reason.ToString() : exception.GetType().Name;
            _refusals[reason] = _refusals.GetValueOrDefault(reason) + 1;
        }

        Escapes += arena.TakeDamage() || escaped ? 1 : 0;
    }
}

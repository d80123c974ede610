using Microsoft.Extensions.Logging;

namespace McpSecure.Audit;

/// <summary>How many records of messages that ran nothing the log gets within a minute: a client can send a hundred thousand a second. What is not logged is measured all the same.</summary>
/// <remarks>What an operator has to look at has a half of its own: pings and lists take no refusal's line.</remarks>
internal sealed class LogBudget(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly LogShare _warnings = new();
    private readonly LogShare _others = new();
    private long _began;
    private long _unlogged;
    private bool _hasBegun;

    /// <summary>Asks for one line.</summary>
    /// <param name="caller">Whom it is about. A person has one share, whichever client he uses.</param>
    /// <param name="level">Its level.</param>
    /// <param name="unlogged">How many had none in the minute that has just ended.</param>
    /// <returns>Whether there is one left for him.</returns>
    public bool TryTake(Caller caller, LogLevel level, out long unlogged)
    {
        // Random for each process: nobody can choose a name that meets that of another.
        var person = HashCode.Combine(caller.Issuer, caller.Subject);
        lock (_lock)
        {
            unlogged = 0;
            if (!_hasBegun || time.GetElapsedTime(_began) >= Minute)
            {
                (unlogged, _unlogged) = (_unlogged, 0);
                (_hasBegun, _began) = (true, time.GetTimestamp());
                _warnings.Clear();
                _others.Clear();
            }

            var isLogged = (level >= LogLevel.Warning ? _warnings : _others).TryTake(person);
            _unlogged += isLogged ? 0 : 1;
            return isLogged;
        }
    }
}

namespace McpSecure;

/// <summary>Something in the traffic of the server that a rule takes for worth looking at.</summary>
/// <remarks>Immutable. It holds no argument, no result and no name that a client made up.</remarks>
public sealed class Alert
{
    /// <summary>Gets the stable name of the rule, such as <c>refusal_rate</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>Gets how soon somebody should look at it.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>Gets the subject of the caller it is about.</summary>
    /// <value><c>anonymous</c> for callers without authentication, who are all one; <see langword="null"/> where it is not about one caller.</value>
    public string? Caller { get; init; }

    /// <summary>Gets the tool it is about, by the name under which the server holds it.</summary>
    /// <value><see langword="null"/> where it is not about one tool.</value>
    public string? Tool { get; init; }

    /// <summary>Gets what was observed, in the unit of the rule: calls a minute, a share from 0 to 1, a number of names.</summary>
    public required double Observed { get; init; }

    /// <summary>Gets what would have been usual, in the same unit.</summary>
    public required double Expected { get; init; }

    /// <summary>Gets the time that <see cref="Observed"/> is about.</summary>
    /// <value><see cref="TimeSpan.Zero"/> where it is one moment.</value>
    public required TimeSpan Window { get; init; }

    /// <summary>Gets how many messages led to it since <see cref="FirstSeen"/>.</summary>
    public required long Count { get; init; }

    /// <summary>Gets when it began.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>Gets when the last message came that led to it.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Gets how often the rule has found the same since the last alert with this <see cref="Key"/>, and kept still.</summary>
    public required long Suppressed { get; init; }

    /// <summary>Gets what alerts about the same thing have in common: rule, a digest of issuer and subject of the caller, tool.</summary>
    /// <value>The same in each process and after each start, so that a receiver can group by it.</value>
    public required string Key { get; init; }
}

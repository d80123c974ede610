namespace McpSecure.Calls;

/// <summary>One question asked about a call before it runs.</summary>
internal interface IGuard
{
    /// <summary>Gets the guard's stable name in records: a lower-case noun.</summary>
    string Name { get; }

    /// <summary>Answers the question. Refuses by returning a verdict; an exception means the guard is broken, and refuses too.</summary>
    ValueTask<Verdict> CheckAsync(Call call, CancellationToken cancellationToken);
}

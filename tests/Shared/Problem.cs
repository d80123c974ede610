namespace McpSecure.Tests.BadInput;

/// <summary>Something a server did wrong.</summary>
/// <param name="What">A sentence.</param>
/// <param name="About">The messages it is about, as far as they are known.</param>
internal sealed record Problem(string What, IReadOnlyList<Expectation> About)
{
    public override string ToString() => string.Join('\n', About.Select(one => one.ToString()).Prepend(What));
}

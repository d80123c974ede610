namespace McpSecure.Arguments.Hardening;

/// <summary>A number of the arguments that the tool would not receive as it was sent.</summary>
/// <param name="Pointer">Where: a JSON Pointer (RFC 6901) into the arguments. Its names may be the sender's.</param>
/// <param name="Reason">Why, and what to send instead: a clause for a model to act on. It holds no value of the arguments.</param>
internal sealed record ChangedNumber(string Pointer, string Reason)
{
    /// <summary>The same number, seen from one level further up.</summary>
    public ChangedNumber Below(string name) => this with
    {
        Pointer = $"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}{Pointer}",
    };
}

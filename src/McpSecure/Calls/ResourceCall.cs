namespace McpSecure.Calls;

/// <summary>A request for a resource, or about one.</summary>
internal sealed class ResourceCall(PrimitiveKind kind, string name, string uri, Caller caller, PrimitiveFacts facts) : Call(kind, name, caller, facts)
{
    /// <summary>Gets the URI exactly as it was sent: what the author's code gets is made from that.</summary>
    public string Uri { get; } = uri;

    public override Call For(Caller caller) => new ResourceCall(Kind, Name, Uri, caller, Facts) { IsServed = IsServed };
}

namespace McpSecure;

/// <summary>What a preview knows of the call whose effect it computes.</summary>
/// <remarks>Valid while the preview runs.</remarks>
public sealed class ApprovalPreview
{
    internal ApprovalPreview(CallArguments arguments, Caller caller, IServiceProvider services)
    {
        Arguments = arguments;
        Caller = caller;
        Services = services;
    }

    /// <summary>Gets the arguments, which every check has let pass: those that the tool gets if the person agrees.</summary>
    public CallArguments Arguments { get; }

    /// <summary>Gets who calls.</summary>
    public Caller Caller { get; }

    /// <summary>Gets the services of the request.</summary>
    public IServiceProvider Services { get; }
}

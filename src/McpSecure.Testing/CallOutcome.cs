using ModelContextProtocol;

namespace McpSecure.Testing;

/// <summary>What became of one call: what the client got, and what only the record of the server says.</summary>
/// <typeparam name="TResult">The result of the SDK, for example <see cref="ModelContextProtocol.Protocol.CallToolResult"/>.</typeparam>
public sealed class CallOutcome<TResult>
    where TResult : class
{
    internal CallOutcome(string text) => Text = text;

    /// <summary>Gets a value indicating whether every guard agreed and the call reached the server's own code.</summary>
    /// <value>
    /// <see langword="true"/> also where that code then failed. <see langword="false"/> also where something answered in its place: the
    /// SDK, which rejected the message, or a filter of the server that did not pass it on.
    /// </value>
    public bool IsAllowed { get; internal init; }

    /// <summary>Gets why McpSecure refused the call.</summary>
    /// <value>
    /// The code on record, <see langword="null"/> if it did not refuse. The client is told less: <see cref="RefusalCode.NotFound"/> reads
    /// like the answer to a name that nobody knows.
    /// </value>
    public RefusalCode? Refusal { get; internal init; }

    /// <summary>Gets the setting or attribute that decided on the access.</summary>
    /// <value>For example <c>McpSecurity:Roles:reader:Tools:read_file</c>; <see langword="null"/> if it never came to that decision.</value>
    public string? DecidedBy { get; internal init; }

    /// <summary>Gets the result that the client got.</summary>
    /// <value><see langword="null"/> if the answer was an <see cref="Error"/>. The refusal of a visible tool is a result.</value>
    public TResult? Result { get; internal init; }

    /// <summary>Gets the protocol error that the client got.</summary>
    /// <value><see langword="null"/> if the answer was a <see cref="Result"/>.</value>
    public McpProtocolException? Error { get; internal init; }

    /// <summary>Gets the text that the client got: of the result, or of the error.</summary>
    /// <value>Several blocks of text are joined by line feeds. Empty if there is none.</value>
    public string Text { get; }

    /// <summary>Says in one line what happened, for the message of a failed assertion.</summary>
    /// <returns>For example <c>refused: NotFound, decided by no role grants it; the client got "Unknown tool: 'x'"</c>.</returns>
    public override string ToString()
    {
        var what = Refusal is { } code ? $"refused: {code}" : IsAllowed ? "allowed" : "answered by something else than the server's code";
        return $"{what}, decided by {DecidedBy ?? "nothing"}; the client got \"{Text}\"";
    }
}
